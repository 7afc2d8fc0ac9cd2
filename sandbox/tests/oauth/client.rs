//! Who calls the token endpoint, and with what.

use crate::support::{Called, Scene, called, encoded, http, scene};

async fn post(
    scene: &Scene,
    body: String,
    change: impl Fn(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
) -> Called {
    let request = http().post(format!("{}/oauth2/token", scene.sandbox.api())).body(body);
    called(change(request.header("content-type", "application/x-www-form-urlencoded"))).await
}

const GRANT: [(&str, &str); 2] = [("grant_type", "client_credentials"), ("scope", "identify")];

#[tokio::test]
async fn a_client_is_known_by_its_secret_alone() {
    let scene = scene().await;
    let id = scene.demo.platform;
    for (user, password) in [(id, "wrong"), (id, ""), (1, sandbox::PLATFORM_SECRET)] {
        let refused = post(&scene, encoded(&GRANT), |request| request.basic_auth(user, Some(password))).await;
        assert_eq!(refused.error(), (401, "invalid_client".to_owned(), String::new()));
        assert_eq!(refused.header("www-authenticate"), "Basic");
    }
    let id = id.to_string();
    for form in [&[][..], &[("client_id", id.as_str())], &[("client_id", id.as_str()), ("client_secret", "wrong")]] {
        let refused = post(&scene, encoded(&[&GRANT, form].concat()), |request| request).await;
        assert_eq!(refused.error().1, "invalid_client", "{form:?}");
    }
    let form = [("client_id", id.as_str()), ("client_secret", sandbox::PLATFORM_SECRET)];
    let given = post(&scene, encoded(&[&GRANT[..], &form].concat()), |request| request).await;
    assert_eq!(given.status, 200, "{}", given.text);
}

#[tokio::test]
async fn only_a_form_is_read() {
    let scene = scene().await;
    let form = [("client_id", scene.demo.platform.to_string()), ("client_secret", sandbox::PLATFORM_SECRET.to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).chain(GRANT).collect();
    let json: serde_json::Map<_, _> = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    let address = format!("{}/oauth2/token", scene.sandbox.api());
    let nothing = (400, "unsupported_grant_type".to_owned(), "Grant type None is not supported".to_owned());
    assert_eq!(called(http().post(&address).json(&json)).await.error(), nothing);
    let in_query = http().post(format!("{address}?{}", encoded(&form)));
    assert_eq!(called(in_query).await.error(), nothing);
    let form = http().post(&address).header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    let body =
        format!("{}&client_id={}&client_secret=guildhall-demo-client-secret", encoded(&GRANT), scene.demo.platform);
    assert_eq!(called(form.body(body)).await.status, 200);
    let get = called(http().get(&address)).await;
    assert_eq!(get.refusal(), (405, 0));
    let password = scene.token(&[("grant_type", "password"), ("username", "ada")]).await;
    assert_eq!(password.error().2, "Grant type password is not supported");
    for (grant, words) in [
        ("authorization_code", "Missing \"code\" in request."),
        ("refresh_token", "Missing \"refresh_token\" in request."),
    ] {
        let missing = scene.token(&[("grant_type", grant)]).await.error();
        assert_eq!(missing, (400, "invalid_request".to_owned(), words.to_owned()));
    }
}

#[tokio::test]
async fn its_own_credentials_give_a_client_its_owners_token() {
    let scene = scene().await;
    let given = scene.token(&[GRANT[0], ("scope", "identify guilds")]).await.json();
    assert_eq!(given["scope"], "identify guilds");
    assert!(given.get("refresh_token").is_none(), "{given}");
    assert_eq!(scene.get("/users/@me", &given["access_token"]).await.json()["username"], "ada");
    let scope = ("invalid_scope".to_owned(), "The requested scope is invalid, unknown, or malformed.".to_owned());
    for wrong in ["", "rpc", "bot"] {
        let (status, error, words) = scene.token(&[GRANT[0], ("scope", wrong)]).await.error();
        assert_eq!((status, (error, words)), (400, scope.clone()), "{wrong}");
    }
}
