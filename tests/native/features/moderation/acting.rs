//! What tests of moderation and settings do again and again.

use std::collections::BTreeMap;

use sandbox::{FaultKind, Member, Message, Reply, Seat};
use serde_json::{Value, json};

use crate::support::App;

impl App {
    /// The seat of somebody who may manage the server.
    pub fn manager(&self) -> Seat {
        self.demo.seat(self.demo.admin)
    }

    /// Runs a command and returns what its reply says.
    pub async fn says(&self, seat: Seat, command: &str, options: Value) -> String {
        let reply = self.sandbox.command(seat, command, options).await.unwrap();
        assert_eq!(reply.failure, None, "/{command}");
        reply.content().to_owned()
    }

    /// An act of the moderator on the demo's member: `options` beside `user`. Returns what the reply says.
    pub async fn act(&self, command: &str, mut options: Value) -> String {
        options["user"] = json!(self.demo.member.to_string());
        self.says(self.moderator(), command, options).await
    }

    /// An act is refused: who does it, to whom, words of the reason. Nothing happens to anybody.
    pub async fn refuses(&self, command: &str, options: Value, cases: &[(u64, u64, &str)]) {
        for (by, target, words) in cases {
            let mut options = options.clone();
            options["user"] = json!(target.to_string());
            let said = self.says(self.demo.seat(*by), command, options).await;
            assert!(said.contains(words), "/{command} on {target}: {said}");
        }
        assert_eq!(self.value::<i64>("select (select count(*) from cases) + (select count(*) from tasks)").await, 0);
        assert!(self.sandbox.world().guilds[&self.demo.guild].audit_log.is_empty());
    }

    /// Gives a setting another value: `by` names it as an option of `/settings set`, such as `channel`.
    pub async fn configure(&self, setting: &str, by: &str, value: &str) {
        let options = json!({ "setting": setting, by: value });
        let said = self.says(self.manager(), "settings set", options).await;
        assert!(said.starts_with("Saved as version "), "{setting}: {said}");
    }

    /// Gives a setting of moderation another value.
    pub async fn set(&self, field: &str, value: &str) {
        self.configure(&format!("moderation.{field}"), "value", value).await;
    }

    /// Has every case posted to the channel `mod-log`.
    pub async fn keep_log(&self) {
        self.configure("moderation.log_channel", "channel", &self.demo.mod_log.to_string()).await;
    }

    /// Lets the next calls of a route fail.
    pub fn fail(&self, route: &str, kind: FaultKind, times: u32) {
        self.sandbox.world().faults.push(sandbox::Fault::new(route, kind, times));
    }

    /// Makes everything due that waits, and ticks.
    pub async fn run_waiting(&self) {
        self.execute("update tasks set run_at = now() where state = 'pending'").await;
        self.tick().await;
    }

    /// A member of the demo guild, to look at or to change.
    pub fn with_member<T>(&self, user: u64, look: impl FnOnce(&mut Member) -> T) -> T {
        let mut world = self.sandbox.world();
        let guild = world.guilds.get_mut(&self.demo.guild).unwrap();
        look(guild.members.get_mut(&user).unwrap())
    }

    /// The texts of somebody's direct messages, oldest first.
    pub fn direct_messages(&self, user: u64) -> Vec<String> {
        self.sandbox.world().dm_messages(user).into_iter().map(|message| message.content.clone()).collect()
    }

    /// What stands in a channel of the demo guild, oldest first, replies to commands aside.
    pub fn posts(&self, channel: u64) -> Vec<Message> {
        let world = self.sandbox.world();
        let in_it = world.messages.values().filter(|message| message.channel == channel);
        in_it.filter(|message| message.interaction.is_none()).cloned().collect()
    }

    /// A case as `/case show` shows it to the moderator.
    pub async fn card(&self, number: i32) -> Card {
        let reply = self.sandbox.command(self.moderator(), "case show", json!({ "number": number })).await.unwrap();
        Card::of(&reply)
    }
}

/// The only embed of a message, by its parts.
#[derive(Debug, Default)]
pub struct Card {
    pub title: String,
    pub description: String,
    fields: BTreeMap<String, String>,
}

impl Card {
    /// The card that a reply shows.
    pub fn of(reply: &Reply) -> Self {
        let embeds = reply.response.as_ref().map(|response| response["data"]["embeds"].clone()).unwrap_or_default();
        assert!(embeds.as_array().is_some_and(|embeds| embeds.len() == 1), "{reply:?}");
        Self::read(&embeds)
    }

    /// The card in a message's embeds.
    pub fn read(embeds: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let fields = embeds[0]["fields"].as_array().cloned().unwrap_or_default();
        Self {
            title: text(&embeds[0]["title"]),
            description: text(&embeds[0]["description"]),
            fields: fields.iter().map(|field| (text(&field["name"]), text(&field["value"]))).collect(),
        }
    }

    /// The value of a field; empty if there is no such field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }
}
