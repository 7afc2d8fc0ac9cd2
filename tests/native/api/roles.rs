//! Who may what: every operation of the document, for every role, another tenant's people and nobody.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{App, Person};

/// The operations about a tenant, by the lowest role that may. Whatever the document has is in one of them.
const NEEDED: [(&str, &str); 4] = [
    (
        "viewer",
        "tenant clients guilds members support_grants effects effect cases case member_record grants \
         explain_permissions settings feature_settings settings_versions",
    ),
    (
        "moderator",
        "message message_context messages change_case add_note case_evidence lock_channel unlock_channel massban set_nick \
         open_case purge give_role take_role set_slowmode command_runs",
    ),
    (
        "admin",
        "audit invitations invite revoke_invitation change_member end_member delete_case retry_effect cancel_effect put_grant \
         revoke_grant export_person erase_person change_settings roll_settings_back",
    ),
    ("owner", "change_tenant open_claims claim_guild release_guild grant_support revoke_support"),
];
/// What a token needs another scope for than its role suggests.
const SCOPES: [(&str, &str); 1] = [("audit", "read")];

/// What needs `read` and `manage`: everybody may end their own membership, and who they are is looked at first.
const TWO_SCOPES: &str = "end_member";

/// An operation as it is sent: nothing that it names exists, unless it is the tenant.
#[derive(Debug, Clone)]
pub struct Operation {
    name: String,
    pub method: String,
    path: String,
}

impl Operation {
    fn is_about_a_tenant(&self) -> bool {
        self.path.contains("{tenant}")
    }

    /// Its address in this tenant and server; nothing else that it names is there.
    pub fn address(&self, tenant: &str, guild: &str) -> String {
        let mut path = self.path.replace("{tenant}", tenant).replace("{guild}", guild);
        let uuid = "00000000-0000-0000-0000-000000000007";
        for (key, value) in [
            ("{invitation}", uuid),
            ("{session}", uuid),
            ("{token}", uuid),
            ("{grant}", uuid),
            ("{feature}", "moderation"),
        ] {
            path = path.replace(key, value);
        }
        while let Some((before, rest)) = path.split_once('{') {
            path = format!("{before}7{}", rest.split_once('}').unwrap().1);
        }
        path
    }

    async fn send(&self, person: &Person<'_>, tenant: &str, guild: &str) -> (u16, String) {
        let path = self.address(tenant, guild);
        let body = (!["GET", "DELETE"].contains(&self.method.as_str())).then(|| json!({}));
        let answer = person.send(&self.method, &path, body).await;
        let code = if answer.status < 400 { "" } else { answer.problem().1 };
        (answer.status, code.to_owned())
    }
}

/// All of the document.
pub fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(_, value)| value["operationId"].is_string())
        {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            all.push(Operation { name, method: method.to_uppercase(), path: path.clone() });
        }
    }
    all
}

/// The lowest role that may, by operation.
fn needed() -> BTreeMap<&'static str, &'static str> {
    NEEDED.iter().flat_map(|(role, names)| names.split_whitespace().map(|name| (name, *role))).collect()
}

fn rank(role: &str) -> usize {
    NEEDED.iter().position(|(one, _)| *one == role).unwrap()
}

#[test]
fn every_operation_about_a_tenant_says_who_may() {
    let mut said: Vec<_> = needed().into_keys().map(str::to_owned).collect();
    let mut there: Vec<_> = operations().into_iter().filter(Operation::is_about_a_tenant).map(|one| one.name).collect();
    said.sort();
    there.sort();
    assert_eq!(said, there);
}

#[tokio::test]
async fn each_role_may_what_it_may_and_nothing_else() {
    let app = App::start().await;
    app.install().await;
    let (tenant, needed) = (app.tenant.to_string(), needed());
    let people = [
        ("viewer", app.member(app.demo.member, "mallory", "viewer").await),
        ("moderator", app.member(app.demo.moderator, "grace", "moderator").await),
        ("admin", app.member(app.demo.admin, "barbara", "admin").await),
        ("owner", app.member(app.demo.owner, "ada", "owner").await),
    ];
    for operation in operations().into_iter().filter(Operation::is_about_a_tenant) {
        for (role, person) in &people {
            let (status, code) = operation.send(person, &tenant, "7").await;
            let place = format!("{role}: {operation:?} {status} {code}");
            if rank(role) < rank(needed[operation.name.as_str()]) {
                assert_eq!((status, code.as_str()), (403, "forbidden"), "{place}");
            } else if operation.path.contains("{guild}") {
                assert_eq!(status, 404, "{place}");
            } else {
                assert!(![401, 403, 500].contains(&status), "{place}");
            }
        }
    }
}

#[tokio::test]
async fn another_tenants_owner_and_nobody_reach_nothing() {
    let app = App::start().await;
    app.install().await;
    let stranger = app.person(app.demo.stranger, "eve").await;
    let made = stranger.post("/api/v1/tenants", json!({ "name": "Theirs" })).await;
    let (theirs, guild) = (made.json["id"].as_str().unwrap(), app.demo.guild.to_string());
    let before = app.value::<i64>("select count(*) from audit_entries").await;
    for operation in operations() {
        let nobody = operation.send(&app.anonymous(), &app.tenant.to_string(), &guild).await;
        assert_eq!(nobody, (401, "unauthenticated".to_owned()), "{operation:?}");
        if !operation.is_about_a_tenant() {
            continue;
        }
        let other = operation.send(&stranger, &app.tenant.to_string(), &guild).await;
        assert_eq!(other, (404, "not_found".to_owned()), "{operation:?}");
        if operation.path.contains("{guild}") {
            let foreign = operation.send(&stranger, theirs, &guild).await;
            assert_eq!(foreign.0, 404, "{operation:?} in a tenant of their own: {foreign:?}");
        }
    }
    assert_eq!(app.value::<i64>("select count(*) from audit_entries").await, before);
}

#[tokio::test]
async fn a_token_does_no_more_than_its_scopes_say() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let (tenant, needed) = (app.tenant.to_string(), needed());
    for scope in ["read", "moderate", "manage"] {
        let program = owner.program(&[scope]).await;
        for operation in operations().into_iter().filter(Operation::is_about_a_tenant) {
            let name = operation.name.as_str();
            if name == TWO_SCOPES {
                continue;
            }
            let own = SCOPES.iter().find(|(one, _)| *one == name).map(|(_, scope)| *scope);
            let wanted = own.unwrap_or(match needed[name] {
                "viewer" => "read",
                "moderator" => "moderate",
                _ => "manage",
            });
            let (status, code) = operation.send(&program, &tenant, "7").await;
            let place = format!("{scope}: {operation:?} {status} {code}");
            if wanted == scope {
                assert!(![401, 403, 500].contains(&status), "{place}");
            } else {
                assert_eq!(status, 403, "{place}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_browser_sends_from_another_site_changes_nothing() {
    let app = App::start().await;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let guild = app.demo.guild.to_string();
    let changing: Vec<_> = operations().into_iter().filter(|operation| operation.method != "GET").collect();
    assert!(changing.len() > 30);
    for operation in changing {
        for from in [owner.clone().with("origin", "https://evil.example"), owner.clone().without("origin")] {
            let refused = operation.send(&from, &app.tenant.to_string(), &guild).await;
            assert_eq!(refused, (403, "foreign_origin".to_owned()), "{operation:?}");
        }
    }
}
