//! Sessions, tokens, members, invitations, support.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_session_lives_until_it_is_ended_and_each_is_ones_own() {
    let app = App::start().await;
    let (home, work) = (app.person(app.demo.owner, "ada").await, app.person(app.demo.owner, "ada").await);
    let other = app.person(app.demo.member, "mallory").await;
    let sessions = home.get("/api/v1/me/sessions").await.json["items"].clone();
    assert_eq!(sessions.as_array().map(Vec::len), Some(2));
    let foreign = sessions[0]["id"].as_str().unwrap();
    assert_eq!(other.delete(&format!("/api/v1/me/sessions/{foreign}")).await.problem(), (404, "not_found"));
    let works = sessions.as_array().unwrap().iter().find(|session| session["is_this"] == json!(false)).unwrap();
    let ended = home.delete(&format!("/api/v1/me/sessions/{}", works["id"].as_str().unwrap())).await;
    assert_eq!(ended.status, 204);
    assert_eq!(work.get("/api/v1/me").await.status, 401);
    assert_eq!(home.send("POST", "/auth/sign-out", None).await.status, 204);
    assert_eq!(home.get("/api/v1/me").await.status, 401);
    assert_eq!(other.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_session_that_was_left_idle_or_is_too_old_has_ended() {
    let app = App::start().await;
    for (column, other) in [("idle_until", "expires_at"), ("expires_at", "idle_until")] {
        let person = app.person(app.demo.owner, "ada").await;
        assert_eq!(person.get("/api/v1/me").await.status, 200);
        let sql =
            format!("update sessions set {column} = now() - interval '1 second', {other} = now() + interval '1 day'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut app.admin().await).await.unwrap();
        assert_eq!(person.get("/api/v1/me").await.problem(), (401, "unauthenticated"), "{column}");
    }
}

#[tokio::test]
async fn what_a_thief_reads_in_the_database_lets_them_in_nowhere() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    owner.program(&["read"]).await;
    let hash: String = app.value("select encode(token_hash, 'hex') from sessions").await;
    let thief = app.anonymous().with("cookie", &format!("__Host-session={hash}"));
    assert_eq!(thief.get("/api/v1/me").await.problem(), (401, "unauthenticated"));
    let hash: String = app.value("select encode(token_hash, 'hex') from api_tokens").await;
    let thief = app.anonymous().with("authorization", &format!("Bearer gh_{hash}"));
    assert_eq!(thief.get("/api/v1/me").await.problem(), (401, "unauthenticated"));
}

#[tokio::test]
async fn a_stolen_session_ends_when_its_owner_ends_it_and_a_token_when_it_is_revoked() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let thief = app.anonymous().with("cookie", &app.person(app.demo.owner, "ada").await.cookie());
    let program = owner.program(&["read"]).await;
    assert_eq!((thief.get("/api/v1/me").await.status, program.get("/api/v1/me").await.status), (200, 200));
    let sessions = owner.get("/api/v1/me/sessions").await.json["items"].clone();
    let other = sessions.as_array().unwrap().iter().find(|session| session["is_this"] == json!(false)).unwrap();
    let tokens = owner.get("/api/v1/me/tokens").await.json["items"].clone();
    for (kind, id) in [("sessions", &other["id"]), ("tokens", &tokens[0]["id"])] {
        let path = format!("/api/v1/me/{kind}/{}", id.as_str().unwrap());
        assert_eq!(owner.delete(&path).await.status, 204, "{path}");
    }
    for gone in [&thief, &program] {
        assert_eq!(gone.get("/api/v1/me").await.problem(), (401, "unauthenticated"));
        assert_eq!(gone.get(&app.tenant("/members")).await.problem(), (401, "unauthenticated"));
    }
}

#[tokio::test]
async fn signing_in_again_ends_what_the_browser_had() {
    let app = App::start().await;
    let before = app.person(app.demo.owner, "ada").await;
    let body = json!({ "user_id": app.demo.owner.to_string(), "user_name": "ada" });
    let again = before.send("POST", "/auth/development", Some(body)).await;
    let after = app.anonymous().with("cookie", &again.cookie("__Host-session"));
    assert_eq!((before.get("/api/v1/me").await.status, after.get("/api/v1/me").await.status), (401, 200));
    let cookie = again.header("set-cookie");
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_never_makes_another() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let reader = owner.program(&["read"]).await;
    assert_eq!(reader.get(&app.tenant("/audit")).await.status, 200);
    let refused = reader.post(&app.tenant("/invitations"), json!({ "role": "viewer" })).await;
    assert_eq!(refused.problem(), (403, "forbidden"));
    assert_eq!(reader.post("/api/v1/tenants", json!({ "name": "Mine" })).await.problem(), (403, "forbidden"));
    let leaving = reader.delete(&app.tenant(&format!("/members/{}", app.demo.owner))).await;
    assert_eq!(leaving.problem(), (403, "forbidden"));
    let manager = owner.program(&["manage"]).await;
    assert_eq!(manager.post(&app.tenant("/invitations"), json!({ "role": "viewer" })).await.status, 201);
    let another = manager.post("/api/v1/me/tokens", json!({ "name": "more", "scopes": ["manage"] })).await;
    assert_eq!(another.problem(), (403, "forbidden"));
    let tokens = owner.get("/api/v1/me/tokens").await;
    assert!(!tokens.text.contains("gh_") && tokens.json["items"].as_array().map(Vec::len) == Some(2));
    let id = tokens.json["items"][0]["id"].as_str().unwrap();
    assert_eq!(owner.delete(&format!("/api/v1/me/tokens/{id}")).await.status, 204);
    assert_eq!(manager.get("/api/v1/me").await.status, 401);
    app.execute("update api_tokens set expires_at = now() - interval '1 second'").await;
    assert_eq!(reader.get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn a_token_for_one_tenant_reaches_no_other() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let other = owner.post("/api/v1/tenants", json!({ "name": "Other" })).await.json["id"].clone();
    let made = json!({ "name": "one", "scopes": ["read"], "tenant_id": app.tenant });
    let token = owner.post("/api/v1/me/tokens", made).await.json["token"].as_str().unwrap().to_owned();
    let program = app.anonymous().with("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get(&app.tenant("")).await.status, 200);
    let foreign = program.get(&format!("/api/v1/tenants/{}", other.as_str().unwrap())).await;
    assert_eq!(foreign.problem(), (404, "not_found"));
}

#[tokio::test]
async fn an_invitation_makes_one_member_once() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let made = owner.post(&app.tenant("/invitations"), json!({ "role": "moderator", "member_days": 30 })).await;
    let token = made.json["token"].as_str().unwrap();
    assert_eq!(made.json["url"], json!(format!("https://guildhall.test/join#{token}")));
    let (grace, linus) =
        (app.person(app.demo.moderator, "grace").await, app.person(app.demo.second_moderator, "linus").await);
    let body = json!({ "token": token });
    let (one, two) = tokio::join!(
        grace.post("/api/v1/invitations/accept", body.clone()),
        linus.post("/api/v1/invitations/accept", body.clone())
    );
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [200, 409]);
    let listed = owner.get(&app.tenant("/invitations")).await;
    assert!(!listed.text.contains(token) && listed.json["items"][0]["accepted_at"].is_string());
    let sql = "select count(*) from memberships where role = 'moderator' and expires_at > now() + interval '29 days'";
    assert_eq!(app.value::<i64>(sql).await, 1);
    let audit = owner.get(&app.tenant("/audit?action=membership.join")).await;
    assert_eq!(audit.json["items"][0]["after"], json!({ "role": "moderator", "days": 30 }));
}

#[tokio::test]
async fn an_invitation_that_is_over_or_revoked_lets_nobody_in() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let person = app.person(app.demo.member, "mallory").await;
    let invite = async || owner.post(&app.tenant("/invitations"), json!({ "role": "viewer" })).await.json;
    let accept = async |made: &serde_json::Value| {
        let answer = person.post("/api/v1/invitations/accept", json!({ "token": made["token"] })).await;
        (answer.status, answer.problem().1.to_owned())
    };
    let revoked = invite().await;
    let path = app.tenant(&format!("/invitations/{}", revoked["id"].as_str().unwrap()));
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.delete(&path).await.status, 404);
    assert_eq!(accept(&revoked).await, (409, "revoked".to_owned()));
    let expired = invite().await;
    app.execute("update invitations set expires_at = now() - interval '1 second'").await;
    assert_eq!(accept(&expired).await, (409, "expired".to_owned()));
    assert_eq!(accept(&json!({ "token": "ghi_none" })).await, (404, "not_found".to_owned()));
    assert_eq!(app.value::<i64>("select count(*) from memberships").await, 1);
}

#[tokio::test]
async fn nobody_makes_or_unmakes_whom_they_do_not_stand_above() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    app.member(app.demo.moderator, "grace", "moderator").await;
    let of = |user: u64| app.tenant(&format!("/members/{user}"));
    assert_eq!(admin.patch(&of(app.demo.moderator), 1, json!({ "role": "admin" })).await.problem(), (403, "forbidden"));
    assert_eq!(admin.patch(&of(app.demo.owner), 1, json!({ "role": "viewer" })).await.problem(), (403, "forbidden"));
    assert_eq!(admin.delete(&of(app.demo.owner)).await.problem(), (403, "forbidden"));
    assert_eq!(admin.post(&app.tenant("/invitations"), json!({ "role": "admin" })).await.problem(), (403, "forbidden"));
    let changed = admin.patch(&of(app.demo.moderator), 1, json!({ "role": "viewer", "days": 7 })).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
    assert_eq!(
        admin.patch(&of(app.demo.moderator), 1, json!({ "role": "moderator" })).await.problem(),
        (412, "version_mismatch")
    );
    let without = admin.send("PATCH", &of(app.demo.moderator), Some(json!({ "role": "moderator" }))).await;
    assert_eq!(without.problem(), (428, "version_required"));
    assert_eq!(owner.delete(&of(app.demo.owner)).await.problem(), (409, "last_owner"));
    assert_eq!(owner.delete(&of(app.demo.moderator)).await.status, 204);
    let actions = owner.get(&app.tenant("/audit")).await.json["items"].clone();
    let actions: Vec<_> = actions.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["membership.end", "membership.change"]);
}

#[tokio::test]
async fn of_two_owners_who_unmake_each_other_at_once_one_stays() {
    let app = App::start().await;
    let (ada, barbara) =
        (app.member(app.demo.owner, "ada", "owner").await, app.member(app.demo.admin, "barbara", "owner").await);
    let (a, b) =
        (app.tenant(&format!("/members/{}", app.demo.admin)), app.tenant(&format!("/members/{}", app.demo.owner)));
    let demote = json!({ "role": "viewer" });
    tokio::join!(ada.patch(&a, 1, demote.clone()), barbara.patch(&b, 1, demote));
    assert_eq!(app.value::<i64>("select count(*) from memberships where role = 'owner'").await, 1);
}

#[tokio::test]
async fn support_comes_in_only_while_it_is_let_in_and_is_seen() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let helper = app.person(app.demo.stranger, "eve").await;
    let grant = json!({ "role": "admin", "hours": 2, "reason": "settings look wrong" });
    let granted = owner.post(&app.tenant("/support"), grant).await;
    assert_eq!(granted.status, 201, "{}", granted.text);
    assert_eq!(helper.get(&app.tenant("")).await.status, 404, "they are no operator");
    let operator = "insert into operators values ($1)";
    sqlx::query(operator).bind(app.demo.stranger.cast_signed()).execute(&mut app.admin().await).await.unwrap();
    assert_eq!(helper.get(&app.tenant("/audit")).await.status, 200);
    assert_eq!(
        helper.post(&app.tenant("/invitations"), json!({ "role": "viewer" })).await.problem(),
        (403, "forbidden")
    );
    let listed = helper.get("/api/v1/me/tenants").await;
    assert_eq!(
        (&listed.json["items"][0]["via"], &listed.json["items"][0]["role"]),
        (&json!("support"), &json!("admin"))
    );
    let path = app.tenant(&format!("/support/{}", granted.json["id"].as_str().unwrap()));
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(helper.get(&app.tenant("")).await.status, 404);
}

#[tokio::test]
async fn an_agencys_people_work_for_its_clients_and_clients_not_for_each_other() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    app.install().await;
    let agent = app.person(app.demo.admin, "barbara").await;
    let agency = agent.post("/api/v1/tenants", json!({ "name": "Agency" })).await.json["id"].clone();
    let foreign = owner.post("/api/v1/tenants", json!({ "name": "Mine", "agency_tenant_id": agency })).await;
    assert_eq!(foreign.problem(), (422, "invalid"), "only an admin of the agency makes its clients");
    assert_eq!(agent.get(&app.tenant("")).await.status, 404);
    let named = owner.patch(&app.tenant(""), 1, json!({ "agency_tenant_id": agency, "industry": "games" })).await;
    assert_eq!((named.status, &named.json["version"]), (200, &json!(2)), "{}", named.text);
    assert_eq!(agent.get(&app.tenant("/audit")).await.status, 200);
    assert_eq!(agent.patch(&app.tenant(""), 2, json!({ "name": "Taken" })).await.problem(), (403, "forbidden"));
    let clients = agent.get(&format!("/api/v1/tenants/{}/clients", agency.as_str().unwrap())).await;
    assert_eq!((&clients.json["items"][0]["name"], &clients.json["items"][0]["guilds"]), (&json!("Demo"), &json!(1)));
    let none = owner.get(&app.tenant("/clients")).await;
    assert_eq!(none.json["items"], json!([]));
    let audit = owner.get(&app.tenant("/audit?action=tenant.change")).await;
    assert_eq!(audit.json["items"][0]["before"]["agency_tenant_id"], json!(null));
}
