//! Interactions in Discord's JSON. Source: Discord docs, "Receiving and Responding", Interaction Structure.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::{Pending, Seat, kind};
use crate::world::World;

impl World {
    /// A command or its autocomplete, from the registered command of that full name.
    pub fn command_payload(
        &mut self,
        seat: Seat,
        kind: u64,
        name: &str,
        options: &Value,
        focused: Option<&str>,
    ) -> Result<Value> {
        let mut words = name.split(' ');
        let word = words.next().unwrap_or_default();
        let command = self.registered(seat, word)?.clone();
        self.check_visible(seat, &command)?;
        let path: Vec<&str> = words.collect();
        let mut declared = &command["options"];
        for word in &path {
            let option = find(declared, word).with_context(|| format!("/{name} is not registered"))?;
            declared = &option["options"];
        }
        let mut resolved = Map::new();
        let mut values = Vec::new();
        for (key, value) in options.as_object().into_iter().flatten() {
            let option = find(declared, key).with_context(|| format!("/{name} has no option {key}"))?;
            let number = option["type"].as_u64().unwrap_or(3);
            self.resolve(seat, number, value, &mut resolved)?;
            let mut given = json!({ "name": key, "type": number, "value": value });
            if focused == Some(key.as_str()) {
                given["focused"] = json!(true);
            }
            values.push(given);
        }
        for option in declared.as_array().into_iter().flatten() {
            let name = option["name"].as_str().unwrap_or_default();
            if kind == super::kind::COMMAND && option["required"] == true && options.get(name).is_none() {
                bail!("the option {name} is required");
            }
        }
        let mut nested = Value::Array(values);
        for (depth, word) in path.iter().enumerate().rev() {
            let number = if depth + 1 == path.len() { 1 } else { 2 };
            nested = json!([{ "name": word, "type": number, "options": nested }]);
        }
        let mut data = json!({ "id": command["id"], "name": word, "type": command["type"].as_u64().unwrap_or(1), "options": nested });
        if !resolved.is_empty() {
            data["resolved"] = Value::Object(resolved);
        }
        self.payload(seat, kind, data, None)
    }

    /// Any interaction, unsigned. It is on record from now on: its token works once it is answered.
    pub fn payload(&mut self, seat: Seat, kind: u64, data: Value, source: Option<(u64, Value)>) -> Result<Value> {
        let id = self.snowflake();
        let mut random = [0; 24];
        getrandom::fill(&mut random).context("no randomness")?;
        let token = format!("aW50ZXJhY3Rpb246{}", hex::encode(random));
        let guild = self.guild(seat.guild)?;
        let mut member = self.member_json(guild, seat.user).context("they are not a member of this server")?;
        member["permissions"] = json!(guild.permissions_in(seat.user, seat.channel).to_string());
        let channel = guild.channels.get(&seat.channel).context("there is no such channel")?;
        let mut body = json!({
            "id": id.to_string(), "application_id": seat.application.to_string(), "type": kind, "token": token, "version": 1,
            "data": data, "guild_id": guild.id.to_string(), "channel_id": channel.id.to_string(), "channel": channel.json(guild.id),
            "guild": { "id": guild.id.to_string(), "locale": "en-US", "features": [] }, "guild_locale": "en-US", "locale": "en-US",
            "member": member, "app_permissions": guild.permissions_in(seat.application, seat.channel).to_string(),
            "entitlements": [], "entitlement_sku_ids": [], "context": 0, "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": { "0": guild.id.to_string() },
        });
        let source_id = source.as_ref().map(|(id, _)| *id);
        if let Some((_, message)) = source {
            body["message"] = message;
        }
        let pending = Pending {
            application: seat.application,
            user: seat.user,
            channel: seat.channel,
            token,
            kind,
            source: source_id,
            made_at_ms: self.now_ms(),
            settled_at_ms: None,
            original: None,
            failure: None,
        };
        self.interactions.insert(id, pending);
        Ok(body)
    }

    /// A command that this guild sees, by its first word.
    fn registered(&self, seat: Seat, word: &str) -> Result<&Value> {
        let application = self.application(seat.application)?;
        let of_guild = application.guild_commands.get(&seat.guild).into_iter().flatten();
        let mut all = of_guild.chain(&application.commands);
        all.find(|command| command["name"] == word)
            .with_context(|| format!("{} has no command {word}", application.name))
    }

    /// Discord's client does not offer a command to those who lack its default permission.
    fn check_visible(&self, seat: Seat, command: &Value) -> Result<()> {
        let wanted: u64 =
            command["default_member_permissions"].as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
        if self.guild(seat.guild)?.permissions(seat.user) & wanted != wanted {
            bail!("this command is not offered to them");
        }
        Ok(())
    }

    fn resolve(&self, seat: Seat, option: u64, value: &Value, resolved: &mut Map<String, Value>) -> Result<()> {
        const USER: u64 = 6;
        const CHANNEL: u64 = 7;
        const ROLE: u64 = 8;
        const MENTIONABLE: u64 = 9;
        let text = value.as_str().unwrap_or_default();
        let id: u64 = text.parse().unwrap_or(0);
        let guild = self.guild(seat.guild)?;
        let mut add = |group: &str, value: Value| {
            resolved.entry(group).or_insert_with(|| json!({}))[text] = value;
        };
        match option {
            USER | MENTIONABLE if self.users.contains_key(&id) => {
                add("users", self.user_json(id));
                if let Some(mut member) = guild.member_json(id) {
                    member["permissions"] = json!(guild.permissions_in(id, seat.channel).to_string());
                    add("members", member);
                }
            }
            ROLE | MENTIONABLE if guild.roles.contains_key(&id) => add("roles", guild.roles[&id].json()),
            CHANNEL if guild.channels.contains_key(&id) => {
                let mut channel = guild.channels[&id].json(guild.id);
                channel["permissions"] = json!(guild.permissions_in(seat.user, id).to_string());
                add("channels", channel);
            }
            USER | MENTIONABLE | ROLE | CHANNEL => bail!("there is nobody and nothing with the id {text}"),
            _ => {}
        }
        Ok(())
    }
}

fn find<'a>(options: &'a Value, name: &str) -> Option<&'a Value> {
    options.as_array()?.iter().find(|option| option["name"] == name)
}

/// The PING by which Discord probes an endpoint. It lacks most fields of an interaction.
pub(super) fn ping(world: &mut World, application: u64) -> Value {
    json!({
        "id": world.snowflake().to_string(), "application_id": application.to_string(), "type": kind::PING, "version": 1,
        "token": "aW50ZXJhY3Rpb246cGluZw", "entitlements": [], "user": world.user_json(application),
    })
}
