//! The page in a real browser, towards a bot that answers with everything that a bot can answer with. What the scenarios
//! do stands beside this file; `driver.mjs` runs one, `steps.mjs` holds what they share. Needs Chromium at `CHROMIUM`.

mod bot;

use std::{net::Ipv4Addr, path::Path, process::Stdio, time::Duration};

use sandbox::{Demo, Sandbox};
use tokio::process::Command;

/// Longer than any scenario waits for one thing, so that the scenario itself says what it missed.
const LIMIT: Duration = Duration::from_secs(90);

async fn start() -> (Sandbox, Demo) {
    let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let demo = sandbox.demo();
    bot::register(&sandbox, demo.application).await;
    (sandbox, demo)
}

/// Runs one scenario on the sandbox's page.
async fn scenario(sandbox: &Sandbox, name: &str) {
    scenario_at(&sandbox.url(), name).await;
}

async fn scenario_at(address: &str, name: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let chromium =
        std::env::var("CHROMIUM").expect("CHROMIUM is not set. Run these tests with `cargo xtask test sandbox`.");
    let mut node = Command::new("node");
    node.arg(here.join("driver.mjs")).arg(here.join(format!("{name}.mjs"))).arg(address);
    let run = node.env("CHROMIUM", chromium).stdin(Stdio::null()).kill_on_drop(true).output();
    let output = tokio::time::timeout(LIMIT, run).await.expect("the browser finishes").expect("node is installed");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn on_the_page_people_write_and_bots_answer_with_markdown_cards_and_components() {
    scenario(&start().await.0, "messages").await;
}

#[tokio::test]
async fn on_the_page_selects_of_every_kind_send_what_was_chosen() {
    scenario(&start().await.0, "selects").await;
}

#[tokio::test]
async fn on_the_page_a_form_says_what_it_wants_and_stays_open_until_it_is_taken() {
    scenario(&start().await.0, "forms").await;
}

#[tokio::test]
async fn on_the_page_members_and_messages_have_menus_with_the_commands_of_bots() {
    scenario(&start().await.0, "menus").await;
}

#[tokio::test]
async fn on_the_page_people_act_on_each_other_by_hand_as_far_as_they_may() {
    let (sandbox, demo) = start().await;
    scenario(&sandbox, "byhand").await;
    let world = sandbox.world();
    let guild = &world.guilds[&demo.guild];
    let log: Vec<_> = guild.audit_log.iter().map(|entry| (entry.action, entry.by, entry.reason.as_deref())).collect();
    let mallory = |action, reason| (action, demo.moderator, reason);
    assert_eq!(log, [mallory(24, Some("shouting")), mallory(24, None), mallory(22, Some("scam")), mallory(23, None)]);
    assert!(guild.bans.is_empty() && !guild.members.contains_key(&demo.member));
}

#[tokio::test]
async fn on_the_page_people_change_and_delete_messages_and_come_and_go() {
    let (sandbox, demo) = start().await;
    scenario(&sandbox, "people").await;
    assert!(!sandbox.world().guilds[&demo.guild].members.contains_key(&demo.stranger));
}

#[tokio::test]
async fn on_the_page_direct_messages_are_read_and_closed() {
    let (sandbox, demo) = start().await;
    {
        let mut world = sandbox.world();
        let channel = world.open_dm(demo.application, demo.member);
        world.create_message(channel, demo.application, "You were **warned**.");
    }
    scenario(&sandbox, "dms").await;
    assert!(sandbox.world().users[&demo.member].closed_dms);
}

#[tokio::test]
async fn on_the_page_everybody_sees_their_own_servers_and_channels() {
    let (sandbox, demo) = start().await;
    sandbox.world().furnish("Second", demo.application);
    scenario(&sandbox, "places").await;
}

#[tokio::test]
async fn on_the_page_discord_is_turned_by_its_knobs() {
    let (sandbox, demo) = start().await;
    scenario(&sandbox, "knobs").await;
    assert!(!sandbox.world().guilds.contains_key(&demo.guild), "the scenario ends by starting over");
}

#[tokio::test]
async fn on_the_page_the_command_line_helps_and_corrects() {
    scenario(&start().await.0, "composer").await;
}

#[tokio::test]
async fn the_page_can_be_read_and_used_by_everybody_in_the_light_and_in_the_dark() {
    scenario(&start().await.0, "access").await;
}

#[tokio::test]
async fn on_the_page_of_oauth2_people_authorize_by_the_keyboard_alone() {
    let (sandbox, demo) = start().await;
    let url = sandbox.url();
    let guild = {
        let mut world = sandbox.world();
        world.register_redirect(demo.application, &format!("{url}/sandbox/state"));
        world.create_guild("Empty", demo.owner)
    };
    let client = format!("client_id={}&response_type=code&state=1", demo.application);
    let scope = "scope=identify+guilds+bot&permissions=1099780196358";
    scenario_at(&format!("{url}/oauth2/authorize?{client}&{scope}"), "authorize").await;
    assert!(sandbox.world().guilds[&guild].members.contains_key(&demo.application));
}
