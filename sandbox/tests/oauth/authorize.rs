//! The page: who may ask, what is shown, and where people are sent.

use crate::support::{CALLBACK, CHALLENGE, Scene, query, scene};

/// Where the person ends up who opens this, without a decision.
async fn refused(scene: &Scene, scope: &str, changes: &[(&str, &str)]) -> (u16, String, String) {
    let opened = scene.open(&scene.address(scope, changes), None).await;
    let Some(location) = opened.location() else { return (opened.status, String::new(), opened.text) };
    assert!(location.starts_with(CALLBACK), "{location}");
    let mut fields = query(location);
    assert_eq!(fields["state"], "a b&c");
    assert_eq!(fields["iss"], scene.sandbox.url());
    assert!(!fields.contains_key("code"));
    (opened.status, fields.remove("error").unwrap(), fields.remove("error_description").unwrap())
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered_letter_by_letter() {
    let scene = scene().await;
    for uri in [
        "http://127.0.0.1:9/auth/callback/evil",
        "http://127.0.0.1:9/auth/callback?next=evil",
        "http://127.0.0.1:9/auth/callback#",
        "http://127.0.0.1:9/auth/callbac",
        "http://127.0.0.1:9/AUTH/callback",
        "http://127.0.0.1:9.evil.example/auth/callback",
        "https://127.0.0.1:9/auth/callback",
        "javascript:alert(1)",
    ] {
        let (status, error, page) = refused(&scene, "identify", &[("redirect_uri", uri)]).await;
        assert_eq!((status, error.as_str()), (400, ""), "{uri}");
        assert!(page.contains("Invalid OAuth2 redirect_uri"), "{page}");
        assert!(!page.contains("evil"), "{page}");
    }
}

#[tokio::test]
async fn an_unknown_client_gets_a_page_whatever_address_it_names() {
    let scene = scene().await;
    for client in ["1", "x", ""] {
        let (status, error, page) = refused(&scene, "identify", &[("client_id", client)]).await;
        assert_eq!((status, error.as_str()), (400, ""));
        assert!(page.contains("Unknown application"), "{page}");
    }
}

#[tokio::test]
async fn every_other_mistake_is_told_to_the_application() {
    let scene = scene().await;
    let scope = ("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
    for (asked, changes, (error, words)) in [
        ("", &[][..], scope),
        ("identify rpc", &[], scope),
        ("identify", &[("response_type", "")], ("invalid_request", "Missing \"response_type\" in request.")),
        (
            "identify",
            &[("response_type", "token")],
            ("unsupported_response_type", "response_type=token is not supported"),
        ),
        (
            "identify",
            &[("code_challenge", CHALLENGE), ("code_challenge_method", "plain")],
            ("invalid_request", "Unsupported \"code_challenge_method\""),
        ),
        ("identify", &[("code_challenge_method", "S256")], ("invalid_request", "Missing \"code_challenge\"")),
        ("identify", &[("guild_id", "x")], ("invalid_request", "Invalid \"guild_id\" in request.")),
        (
            "identify",
            &[("integration_type", "1")],
            ("invalid_request", "Installation type not supported for this application"),
        ),
    ] {
        let refused = refused(&scene, asked, changes).await;
        assert_eq!(refused, (302, error.to_owned(), words.to_owned()), "{asked} {changes:?}");
    }
}

#[tokio::test]
async fn an_application_asks_for_what_it_may() {
    let scene = scene().await;
    let platform = scene.demo.platform;
    scene.sandbox.world().applications.get_mut(&platform).unwrap().scopes.remove(&sandbox::Scope::Email);
    assert_eq!(refused(&scene, "identify email", &[]).await.1, "invalid_scope");
    let (status, _, page) = refused(&scene, "bot", &[]).await;
    assert_eq!(status, 400);
    assert!(page.contains("OAuth2 application does not have a bot"), "{page}");
}

#[tokio::test]
async fn the_page_first_asks_who_it_is_and_then_what_they_say() {
    let scene = scene().await;
    let address = scene.address("identify guilds", &[]);
    let people = scene.open(&address, None).await;
    assert_eq!(people.status, 200);
    let grace = format!("<button name=\"user_id\" value=\"{}\">grace</button>", scene.demo.moderator);
    assert!(people.text.contains(&grace), "{}", people.text);
    assert!(
        !people.text.contains(&format!("value=\"{}\">guildhall<", scene.demo.application)),
        "a bot signs in nowhere"
    );
    assert!(people.text.contains("<input type=\"hidden\" name=\"state\" value=\"a b&amp;c\">"), "{}", people.text);
    let asked = scene.open(&format!("{address}&user_id={}", scene.demo.moderator), None).await.text;
    for words in ["Guildhall asks for access", "<strong>grace</strong>", "Know which servers you are in"] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    assert!(!asked.contains("<select"), "no server is asked for: {asked}");
}

#[tokio::test]
async fn a_page_runs_nothing_and_is_shown_in_no_frame() {
    let scene = scene().await;
    let platform = scene.demo.platform;
    scene.sandbox.world().applications.get_mut(&platform).unwrap().name = "<script>x</script>".to_owned();
    let opened = scene.open(&scene.address("identify", &[]), Some("sandbox_person=grace")).await;
    let policy = opened.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'nonce-"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!opened.text.contains("<script"), "{}", opened.text);
    assert_eq!(opened.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn saying_yes_sends_a_code_and_the_state_and_saying_no_an_error() {
    let scene = scene().await;
    let address = scene.address("identify", &[]);
    let user = scene.demo.member.to_string();
    let yes = scene.submit(&address, &[("user_id", &user), ("decision", "authorize")]).await;
    assert_eq!(yes.status, 302);
    let fields = query(yes.location().unwrap());
    assert_eq!((fields["state"].as_str(), &fields["iss"]), ("a b&c", &scene.sandbox.url()));
    assert_eq!(fields.len(), 3, "{fields:?}");
    assert!(yes.header("set-cookie").starts_with(&format!("sandbox_person={user};")));
    let no = scene.submit(&address, &[("user_id", "mallory"), ("decision", "cancel")]).await;
    let fields = query(no.location().unwrap());
    assert_eq!((fields["error"].as_str(), fields["state"].as_str()), ("access_denied", "a b&c"));
    assert!(scene.sandbox.decline(scene.demo.member, &address).await.unwrap().contains("error=access_denied"));
}

#[tokio::test]
async fn a_form_without_a_person_or_a_decision_sends_nobody_anywhere() {
    let scene = scene().await;
    let address = scene.address("identify", &[]);
    let bot = scene.demo.application.to_string();
    for form in [
        &[][..],
        &[("decision", "authorize")],
        &[("user_id", "nobody"), ("decision", "authorize")],
        &[("user_id", &bot), ("decision", "authorize")],
        &[("user_id", "grace")],
        &[("user_id", "grace"), ("decision", "perhaps")],
    ] {
        let refused = scene.submit(&address, form).await;
        assert_eq!((refused.status, refused.location()), (400, None), "{form:?}");
    }
    let unknown = scene.address("identify", &[("redirect_uri", "http://evil.example")]);
    let refused = scene.submit(&unknown, &[("user_id", "grace"), ("decision", "authorize")]).await;
    assert_eq!((refused.status, refused.location()), (400, None));
}

#[tokio::test]
async fn another_sites_form_does_not_speak_for_the_person() {
    let scene = scene().await;
    let request = crate::support::http().post(scene.address("identify", &[]));
    let request = request.header("sec-fetch-site", "cross-site").body("user_id=grace&decision=authorize");
    let form = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(crate::support::called(form).await.status, 403);
}

#[tokio::test]
async fn without_a_redirect_uri_the_first_one_is_taken() {
    let scene = scene().await;
    scene.sandbox.world().register_redirect(scene.demo.platform, "http://127.0.0.1:9/second");
    let address = scene.address("identify", &[("redirect_uri", "")]);
    let location = scene.sandbox.authorize(scene.demo.member, &address).await.unwrap();
    assert!(location.starts_with(&format!("{CALLBACK}?code=")), "{location}");
}

#[tokio::test]
async fn nobody_is_asked_again_who_has_authorized_it_and_whom_the_browser_knows() {
    let scene = scene().await;
    let (member, platform) = (scene.demo.member, scene.demo.platform);
    let silent = scene.address("identify", &[("prompt", "none")]);
    let cookie = format!("other=1; sandbox_person={member}");
    let is_sent = async |address: &str, cookie: Option<&str>| scene.open(address, cookie).await.status == 302;
    assert!(!is_sent(&silent, Some(&cookie)).await, "it was not authorized yet");
    scene.sandbox.authorize(member, &scene.address("identify email", &[])).await.unwrap();
    let sent = scene.open(&silent, Some(&cookie)).await;
    assert!(query(sent.location().unwrap()).contains_key("code"));
    assert!(!is_sent(&silent, None).await, "the browser knows nobody");
    assert!(!is_sent(&scene.address("identify", &[]), Some(&cookie)).await, "prompt=none was not said");
    assert!(!is_sent(&scene.address("identify guilds", &[("prompt", "none")]), Some(&cookie)).await, "it is more");
    scene.sandbox.world().oauth.deauthorize(member, platform);
    assert!(!is_sent(&silent, Some(&cookie)).await, "it was taken back");
}

#[tokio::test]
async fn the_endpoints_are_where_the_metadata_says() {
    let scene = scene().await;
    let address = format!("{}/.well-known/oauth-authorization-server", scene.sandbox.url());
    let metadata = scene.open(&address, None).await.json();
    assert_eq!(metadata["issuer"], scene.sandbox.url());
    let asked = scene.address("identify", &[]);
    let asked =
        format!("{}?{}", metadata["authorization_endpoint"].as_str().unwrap(), asked.split_once('?').unwrap().1);
    let code = scene.code_by(scene.demo.member, &asked).await;
    let id = scene.demo.platform.to_string();
    let form = [
        ("client_id", id.as_str()),
        ("client_secret", sandbox::PLATFORM_SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    let given = scene.submit(metadata["token_endpoint"].as_str().unwrap(), &form).await;
    assert_eq!(given.status, 200, "{}", given.text);
    let token = given.json()["access_token"].as_str().unwrap().to_owned();
    let form = [form[0], form[1], ("token", &token)];
    let revoked = scene.submit(metadata["revocation_endpoint"].as_str().unwrap(), &form).await;
    assert_eq!((revoked.status, revoked.text.as_str()), (200, "{}"));
}
