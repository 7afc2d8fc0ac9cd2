//! discord.js' REST client with the OAuth2 calls of its documentation, unmodified but for the address.

use std::{path::Path, process::Stdio, time::Duration};

use sandbox::PLATFORM_SECRET;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::Command,
    time::timeout,
};

use crate::support::{CALLBACK, scene};

const LIMIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn discord_js_signs_a_person_in_and_out() {
    let scene = scene().await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oauth/dashboard.mjs");
    let mut node = Command::new("node");
    node.arg(file).arg(scene.sandbox.url()).arg(scene.demo.platform.to_string()).args([PLATFORM_SECRET, CALLBACK]);
    node.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut process = node.spawn().expect("node is installed");
    let (mut input, mut lines) =
        (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()).lines());
    let mut tells = async || -> Value {
        let line = timeout(LIMIT, lines.next_line()).await.expect("it tells something").unwrap();
        serde_json::from_str(&line.expect("it goes on")).unwrap()
    };
    let address = tells().await["authorize"].as_str().unwrap().to_owned();
    let location = scene.sandbox.authorize(scene.demo.admin, &address).await.unwrap();
    input.write_all(format!("{location}\n").as_bytes()).await.unwrap();
    assert_eq!(tells().await, json!({ "user": "barbara", "email": "barbara@example.com" }));
    assert_eq!(
        tells().await,
        json!({ "guilds": ["Guildhall Demo"], "again": ["Guildhall Demo"] }),
        "it waits its turn"
    );
    assert_eq!(tells().await, json!({ "member": scene.demo.admin.to_string() }));
    let scopes = json!(["identify", "email", "guilds", "guilds.members.read"]);
    assert_eq!(tells().await, json!({ "application": "Guildhall", "scopes": scopes }));
    assert_eq!(tells().await, json!({ "refreshed": scopes, "old": 401 }));
    assert_eq!(tells().await, json!({ "revoked": 401, "refused": "invalid_grant" }));
    assert_eq!(scene.sandbox.world().calls("POST /oauth2/token/revoke"), 1);
}
