//! A tenant with bots, in the database and on the sandbox, made as a tenant's owner would make it.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail};
use guildhall::edge::Later;
use guildhall::features::{ALL, registration::registration};
use guildhall::platform::bots::{self, Claims, NewBot};
use guildhall::platform::config::Config;
use guildhall::platform::ctx::{Ctx, RequestId};
use guildhall::platform::gateway;
use sandbox::Sandbox;
use serde_json::json;
use twilight_model::id::Id;

/// Adds bots of the sandbox to a new tenant, registers their commands and points their endpoints at the worker.
/// The sandbox forgets everything when it stops, so each start has bots, guilds and a tenant of its own.
pub async fn seed(
    bindings: &BTreeMap<&str, String>,
    sandbox: &Sandbox,
    worker: &str,
    applications: &[u64],
) -> anyhow::Result<()> {
    let config = Arc::new(Config::read(|name| bindings.get(name).cloned())?);
    let ctx = Ctx::new(config, ALL, Later::default(), RequestId::random());
    let tenant = bots::provision_tenant(&ctx.db, "Demo").await.context("cannot make the demo tenant")?;
    gateway::subscribe(&ctx).await.context("cannot declare what the features listen to")?;
    for application in applications {
        let bot = sandbox.world().application(*application)?.clone();
        let application = Id::new_checked(bot.id).context("the bot has no id")?;
        let path = bots::endpoint_path(&ctx.config.mac_key, application, &bot.public_key);
        let (name, public_key, token) = (bot.name, bot.public_key, bot.token);
        let new = NewBot { application, tenant, name, public_key, token: token.clone(), open_installs: true };
        bots::add(&ctx, new).await.context("cannot add the bot")?;
        let opened = bots::open_claims(&ctx.db, application, tenant, Claims::Anyone).await;
        opened.context("cannot let people claim servers with the bot")?;

        let client = reqwest::Client::new();
        let commands = format!("{}/applications/{application}/commands", sandbox.api());
        sent(client.put(commands).json(&registration(ALL)), &token).await.context("cannot register the commands")?;
        let endpoint = json!({ "interactions_endpoint_url": format!("{worker}{path}") });
        let edit = client.patch(format!("{}/applications/@me", sandbox.api())).json(&endpoint);
        sent(edit, &token).await.context("cannot set the interactions endpoint")?;
    }
    Ok(())
}

async fn sent(request: reqwest::RequestBuilder, token: &str) -> anyhow::Result<()> {
    let answer = request.header("authorization", format!("Bot {token}")).send().await?;
    let status = answer.status();
    if !status.is_success() {
        bail!("{status} {}", answer.text().await.unwrap_or_default());
    }
    Ok(())
}
