//! discord.js, unmodified but for the address: it logs in, hears, acts, is cut and resumes.

use std::{path::Path, process::Stdio, time::Duration};

use sandbox::{GatewayOrder, World};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use crate::support::{Scene, scene};

/// Longer than the bot takes for one thing, connecting among them.
const LIMIT: Duration = Duration::from_secs(30);

struct Bot {
    _process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Bot {
    async fn start(scene: &Scene) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateway/bot.mjs");
        let mut node = Command::new("node");
        node.arg(file).arg(scene.sandbox.url()).arg(scene.token());
        let mut process =
            node.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("node is installed");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, lines }
    }

    /// The next thing that the bot tells of.
    async fn tells(&mut self) -> Value {
        let line = timeout(LIMIT, self.lines.next_line()).await.expect("the bot tells something").unwrap();
        serde_json::from_str(&line.expect("the bot goes on")).unwrap()
    }
}

/// The text of the newest message, once the bot has written one.
async fn answered(scene: &Scene) -> String {
    let answer = |world: &World| {
        let newest = world.messages.values().next_back().filter(|one| one.author == scene.demo.application);
        newest.map(|message| message.content.clone())
    };
    scene.sandbox.until(LIMIT, answer).await.expect("the bot answers")
}

#[tokio::test]
async fn discord_js_logs_in_hears_what_happens_and_acts() {
    let scene = scene().await;
    let demo = scene.demo;
    let mut bot = Bot::start(&scene).await;
    let ready = json!({ "ready": demo.application.to_string(), "guilds": ["Guildhall Demo"] });
    assert_eq!(bot.tells().await, ready);
    let message = scene.write("hello");
    assert_eq!(bot.tells().await, json!({ "heard": "hello", "by": "mallory", "in": "general" }));
    scene.sandbox.world().messages.get_mut(&message).unwrap().content = "bye".to_owned();
    assert_eq!(bot.tells().await, json!({ "edited": "bye", "before": "hello" }));
    scene.sandbox.world().messages.remove(&message);
    assert_eq!(bot.tells().await, json!({ "deleted": "bye" }));
    scene.sandbox.world().create_member(demo.guild, "dave", &[]);
    assert_eq!(bot.tells().await, json!({ "joined": "dave" }));
    scene.write("who is here?");
    bot.tells().await;
    assert_eq!(answered(&scene).await, "11 of us");
    scene.write("spam");
    bot.tells().await;
    assert_eq!(bot.tells().await, json!({ "banned": "mallory" }));
    assert_eq!(bot.tells().await, json!({ "logged": 22, "target": demo.member.to_string() }));
    let unavailable = |is: bool| scene.sandbox.world().guilds.get_mut(&demo.guild).unwrap().unavailable = is;
    unavailable(true);
    assert_eq!(bot.tells().await, json!({ "unavailable": "Guildhall Demo" }));
    unavailable(false);
    assert_eq!(bot.tells().await, json!({ "available": "Guildhall Demo" }));
}

#[tokio::test]
async fn discord_js_resumes_and_has_missed_nothing() {
    let scene = scene().await;
    let mut bot = Bot::start(&scene).await;
    bot.tells().await;
    let session = scene.sandbox.world().gateway.sessions()[0].id.clone();
    for order in
        [GatewayOrder::Cut, GatewayOrder::Reconnect, GatewayOrder::Close(4000), GatewayOrder::InvalidSession(true)]
    {
        scene.sandbox.world().gateway.order(None, order);
        scene.write("missed");
        let mut told = [bot.tells().await, bot.tells().await];
        told.sort_by_key(|one| one["resumed"] == 0);
        assert_eq!(told[0]["heard"], "missed", "{order:?}");
        assert_eq!(told[1]["resumed"], 0, "{order:?}");
        assert_eq!(scene.sandbox.world().gateway.sessions()[0].id, session, "{order:?}");
    }
}
