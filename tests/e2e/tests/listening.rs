//! What happens in a server by itself, with the relay and the worker in workerd.

use std::time::Duration;

use anyhow::Result;
use e2e::{World, client, eventually};
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(30);

/// Does something as the page does.
async fn call(world: &World, method: reqwest::Method, path: &str, body: Value) -> Result<Value> {
    let url = format!("{}/sandbox/{path}", world.sandbox.url());
    let answer = client().request(method, url).json(&body).send().await?.error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?).unwrap_or_default())
}

async fn configure(world: &World, line: &str) -> Result<()> {
    let said = world.type_line(world.demo.owner, &format!("/settings set {line}")).await?;
    assert!(said.starts_with("Saved as version "), "{line}: {said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_deleted_on_the_page_stands_in_the_log_channel() -> Result<()> {
    let world = World::start_relayed().await?;
    let demo = world.demo;
    configure(&world, "setting:messages.log_channel channel:#mod-log").await?;
    eventually("the relay listens", LIMIT, async || Ok(world.value::<i64>("select count(*) from channels").await? > 0))
        .await?;
    let place = json!({ "guild": demo.guild.to_string(), "channel": demo.channel.to_string(), "user": demo.member.to_string() });
    let mut draft = place;
    draft["content"] = json!("buy gold");
    let written = call(&world, reqwest::Method::POST, "messages", draft.clone()).await?;
    let message = format!("messages/{}", written["id"].as_str().unwrap_or_default());
    eventually("it is known", LIMIT, async || Ok(world.value::<i64>("select count(*) from messages").await? == 1))
        .await?;
    let query = format!("{message}?guild={}&channel={}&user={}", demo.guild, demo.channel, demo.moderator);
    call(&world, reqwest::Method::DELETE, &query, json!({})).await?;
    eventually("the log tells", LIMIT, async || Ok(!world.messages_in(demo.mod_log).is_empty())).await?;
    let embed = world.messages_in(demo.mod_log)[0].embeds[0].clone();
    let text = embed["description"].as_str().unwrap_or_default();
    let words = format!("> buy gold\nDeleted by <@{}>.", demo.moderator);
    assert!(embed["title"] == "Message deleted" && text.ends_with(&words), "{embed}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_on_the_page_is_welcomed_has_their_role_and_is_said_goodbye_to() -> Result<()> {
    let world = World::start_relayed().await?;
    let demo = world.demo;
    for line in [
        "setting:members.welcome_channel channel:#general",
        "setting:members.goodbye_channel channel:#general",
        "setting:members.auto_roles role:@Helper",
    ] {
        configure(&world, line).await?;
    }
    eventually("the relay listens", LIMIT, async || Ok(world.value::<i64>("select count(*) from roles").await? > 0))
        .await?;
    let path = format!("guilds/{}/members/{}", demo.guild, demo.stranger);
    call(&world, reqwest::Method::PUT, &path, json!({})).await?;
    let has_role = || {
        let sandbox = world.sandbox.world();
        let member = sandbox.guilds[&demo.guild].members.get(&demo.stranger).cloned();
        member.is_some_and(|member| member.roles == [demo.helper_role])
    };
    eventually("the role is given", LIMIT, async || Ok(has_role())).await?;
    let said = |words: &str| world.messages_in(demo.channel).iter().filter(|one| one.content == words).count();
    let welcome = format!("Welcome to Guildhall Demo, <@{}>!", demo.stranger);
    eventually("the welcome stands", LIMIT, async || Ok(said(&welcome) == 1)).await?;
    call(&world, reqwest::Method::DELETE, &path, json!({})).await?;
    eventually("the goodbye stands", LIMIT, async || Ok(said("**eve** has left us.") == 1)).await?;
    assert_eq!(said(&welcome), 1);
    Ok(())
}
