//! Interactions in Discord's JSON. Source: Discord docs, "Receiving and Responding", Interaction Structure.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::{Pending, Seat, kind, options};
use crate::{
    shape,
    world::{Message, Permissions, World},
};

/// Context menus: Discord's numbers for the types of their commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Menu {
    User = 2,
    Message = 3,
}

/// A chat input command's type.
const CHAT_INPUT: u64 = 1;

impl World {
    /// A command, or its autocomplete while `focused` is being typed, from the registered command of that full name.
    /// `options` maps names to values; an error says what Discord's client would not let a person send.
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
        let command = self.registered(seat, CHAT_INPUT, word)?.clone();
        self.check_visible(seat, &command)?;
        let path: Vec<&str> = words.collect();
        let mut declared = &command["options"];
        for word in &path {
            let option = options::find(declared, word).with_context(|| format!("/{name} is not registered"))?;
            declared = &option["options"];
        }
        let mut resolved = Map::new();
        let mut values = Vec::new();
        for (key, value) in options.as_object().into_iter().flatten() {
            let option = options::find(declared, key).with_context(|| format!("/{name} has no option {key}"))?;
            let mut given = json!({ "name": key, "type": option["type"], "value": value });
            if kind == super::kind::AUTOCOMPLETE {
                // While a person types, an option holds whatever stands there so far.
                if focused == Some(key.as_str()) {
                    given["focused"] = json!(true);
                }
            } else {
                options::check(option, value)?;
                self.resolve(seat, options::resolves_to(option), value, &mut resolved)?;
            }
            values.push(given);
        }
        if kind == super::kind::COMMAND {
            options::check_complete(declared, options)?;
        }
        let mut nested = Value::Array(values);
        for (depth, word) in path.iter().enumerate().rev() {
            let number = if depth + 1 == path.len() { options::SUB_COMMAND } else { options::SUB_COMMAND_GROUP };
            nested = json!([{ "name": word, "type": number, "options": nested }]);
        }
        let mut data = data_of(&command, seat);
        data["options"] = nested;
        self.with_resolved(&mut data, resolved);
        self.payload(seat, kind, data, None)
    }

    /// A user or message command on its target.
    pub(super) fn menu_payload(&mut self, seat: Seat, menu: Menu, name: &str, target: u64) -> Result<Value> {
        let command = self.registered(seat, menu as u64, name)?.clone();
        self.check_visible(seat, &command)?;
        let mut data = data_of(&command, seat);
        data["target_id"] = json!(target.to_string());
        let mut resolved = Map::new();
        match menu {
            Menu::User => self.resolve(seat, options::USER, &json!(target.to_string()), &mut resolved)?,
            Menu::Message => {
                let message = self.messages.get(&target).context("there is no such message")?;
                ensure!(message.channel == seat.channel, "this message is in another channel");
                check_shown(message, seat)?;
                resolved.insert("messages".to_owned(), json!({ target.to_string(): self.message_json(message) }));
            }
        }
        self.with_resolved(&mut data, resolved);
        let body = self.payload(seat, kind::COMMAND, data, None)?;
        if let Some(pending) = super::id_of(&body).ok().and_then(|id| self.interactions.get_mut(&id)) {
            pending.is_context_menu = true;
        }
        Ok(body)
    }

    /// The use of a component: `data` as [`crate::Sandbox::component`] takes it.
    pub(super) fn component_payload(&mut self, seat: Seat, message: u64, mut data: Value) -> Result<Value> {
        let found = self.messages.get(&message).context("there is no such message")?;
        check_shown(found, seat)?;
        let shown = self.message_json(found);
        // A forged custom_id belongs to no component.
        if let Some(part) = data["custom_id"].as_str().and_then(|name| shape::find(&found.components, name)) {
            data["id"] = part["id"].clone();
        }
        let mut resolved = Map::new();
        let number = options::of_select(data["component_type"].as_u64().unwrap_or(0));
        for value in data["values"].as_array().into_iter().flatten() {
            self.resolve(seat, number, value, &mut resolved)?;
        }
        self.with_resolved(&mut data, resolved);
        self.payload(seat, kind::COMPONENT, data, Some((message, shown)))
    }

    /// Any interaction, unsigned. It is on record from now on: its token works once it is answered. `source` is the
    /// message that a component sits on: its id and its JSON.
    pub fn payload(&mut self, seat: Seat, kind: u64, data: Value, source: Option<(u64, Value)>) -> Result<Value> {
        let id = self.snowflake();
        let mut random = [0; 48];
        getrandom::fill(&mut random).context("no randomness")?;
        // Discord's tokens are as long as this, and begin with these letters.
        let token = format!("aW50ZXJhY3Rpb246{}", hex::encode(random));
        let guild = self.guild(seat.guild)?;
        let mut member = self.member_json(guild, seat.user).context("they are not a member of this server")?;
        member["permissions"] = json!(self.permissions_in(guild, seat.user, seat.channel).to_string());
        let channel = guild.channels.get(&seat.channel).context("there is no such channel")?;
        let mut shown_channel = channel.json(guild);
        shown_channel["permissions"] = member["permissions"].clone();
        let mut body = json!({
            "id": id.to_string(), "application_id": seat.application.to_string(), "type": kind, "token": token,
            "version": 1, "data": data, "guild_id": guild.id.to_string(), "channel_id": channel.id.to_string(),
            "channel": shown_channel, "member": member,
            "guild": { "id": guild.id.to_string(), "locale": guild.preferred_locale, "features": [] },
            "guild_locale": guild.preferred_locale, "locale": self.users.get(&seat.user).map(|user| &user.locale),
            "app_permissions": self.permissions_in(guild, seat.application, seat.channel).to_string(),
            "entitlements": [], "entitlement_sku_ids": [], "context": 0, "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": { "0": guild.id.to_string() },
        });
        let source_id = source.as_ref().map(|(id, _)| *id);
        if let Some((_, message)) = source {
            body["message"] = message;
        }
        let pending = Pending {
            application: seat.application,
            guild: seat.guild,
            channel: seat.channel,
            user: seat.user,
            token,
            kind,
            is_context_menu: false,
            source: source_id,
            made_at_ms: self.now_ms(),
            settled_at_ms: None,
            original: None,
            response: None,
            failure: None,
        };
        self.interactions.insert(id, pending);
        Ok(body)
    }

    /// The commands that Discord's client offers this person here.
    pub fn offered(&self, seat: Seat) -> Vec<&Value> {
        let Some(application) = self.applications.get(&seat.application) else { return Vec::new() };
        let of_guild = application.guild_commands.get(&seat.guild).into_iter().flatten();
        let all = of_guild.chain(&application.commands);
        all.filter(|command| self.check_visible(seat, command).is_ok()).collect()
    }

    /// A command that this guild sees, by its type and first word.
    fn registered(&self, seat: Seat, kind: u64, word: &str) -> Result<&Value> {
        let application = self.application(seat.application)?;
        let of_guild = application.guild_commands.get(&seat.guild).into_iter().flatten();
        let mut all = of_guild.chain(&application.commands);
        all.find(|command| command["name"] == word && command["type"].as_u64().unwrap_or(CHAT_INPUT) == kind)
            .with_context(|| format!("{} has no command {word}", application.name))
    }

    /// Discord's client does not offer a command to those who lack its default permissions ("0" means administrators),
    /// unless the server has set otherwise; administrators are offered everything.
    fn check_visible(&self, seat: Seat, command: &Value) -> Result<()> {
        let guild = self.guild(seat.guild)?;
        let held = self.permissions_in(guild, seat.user, seat.channel);
        let set = command["id"].as_str().and_then(|id| guild.shows(id.parse().ok()?, seat.user));
        let set = set.filter(|_| !guild.is_administrator(seat.user));
        ensure!(set != Some(false), "this command is not offered to them");
        let wanted = command["default_member_permissions"].as_str().and_then(|text| text.parse::<u64>().ok());
        let wanted = wanted
            .filter(|_| set.is_none())
            .map_or(0, |bits| if bits == 0 { Permissions::ADMINISTRATOR } else { bits });
        let wanted = wanted | Permissions::VIEW_CHANNEL | Permissions::USE_APPLICATION_COMMANDS;
        ensure!(held & wanted == wanted, "this command is not offered to them");
        Ok(())
    }

    pub(super) fn with_resolved(&self, data: &mut Value, resolved: Map<String, Value>) {
        if !resolved.is_empty() {
            data["resolved"] = Value::Object(resolved);
        }
    }

    /// Adds what an option's or select's id stands for. `number` is an option's type.
    pub(super) fn resolve(
        &self,
        seat: Seat,
        number: u64,
        value: &Value,
        resolved: &mut Map<String, Value>,
    ) -> Result<()> {
        use options::{CHANNEL, MENTIONABLE, ROLE, USER};
        let text = value.as_str().unwrap_or_default();
        let id: u64 = text.parse().unwrap_or(0);
        let guild = self.guild(seat.guild)?;
        let mut add = |group: &str, value: Value| {
            resolved.entry(group).or_insert_with(|| json!({}))[text] = value;
        };
        match number {
            USER | MENTIONABLE if self.users.contains_key(&id) => {
                add("users", self.user_json(id));
                if let Some(mut member) = self.partial_member_json(guild, id) {
                    member["permissions"] = json!(self.permissions_in(guild, id, seat.channel).to_string());
                    add("members", member);
                }
            }
            ROLE | MENTIONABLE if guild.roles.contains_key(&id) => add("roles", guild.roles[&id].json()),
            CHANNEL if guild.channels.contains_key(&id) => {
                let mut channel = guild.channels[&id].json(guild);
                channel["permissions"] = json!(self.permissions_in(guild, seat.user, id).to_string());
                channel["app_permissions"] = json!(self.permissions_in(guild, seat.application, id).to_string());
                add("channels", channel);
            }
            USER | MENTIONABLE | ROLE | CHANNEL => bail!("there is nobody and nothing with the id {text}"),
            _ => {}
        }
        Ok(())
    }
}

/// An ephemeral message is there for one person alone.
fn check_shown(message: &Message, seat: Seat) -> Result<()> {
    ensure!(message.only_for.is_none_or(|user| user == seat.user), "this message is shown to somebody else only");
    Ok(())
}

/// The part of an interaction's data that every command has.
fn data_of(command: &Value, seat: Seat) -> Value {
    let mut data =
        json!({ "id": command["id"], "name": command["name"], "type": command["type"].as_u64().unwrap_or(CHAT_INPUT) });
    if command.get("guild_id").is_some() {
        data["guild_id"] = json!(seat.guild.to_string());
    }
    data
}

/// The PING by which Discord probes an endpoint. It lacks most fields of an interaction.
pub(super) fn ping(world: &mut World, application: u64) -> Value {
    json!({
        "id": world.snowflake().to_string(), "application_id": application.to_string(), "type": kind::PING, "version": 1,
        "token": "aW50ZXJhY3Rpb246cGluZw", "entitlements": [], "user": world.user_json(application),
        "attachment_size_limit": 10_485_760, "authorizing_integration_owners": {},
    })
}
