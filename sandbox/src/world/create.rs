//! Making things: what a test or a demo fills a Discord with.

use std::{collections::BTreeMap, time::Duration};

use ed25519_dalek::SigningKey;

use super::{
    Application, Attachment, Channel, DEFAULT_LOCALE, Guild, Member, Message, Role, User, World, mentions::Allowed,
};
use crate::oauth::Scope;

impl User {
    fn new(id: u64, username: &str) -> Self {
        let (username, locale) = (username.to_owned(), DEFAULT_LOCALE.to_owned());
        let status = "online".to_owned();
        let email = Some(format!("{username}@example.com"));
        Self { id, username, global_name: None, bot: false, locale, email, closed_dms: false, status }
    }
}

impl Application {
    /// Gives it another token, as Discord does with one that was misused. The old one is refused from now on.
    pub(crate) fn reset_token(&mut self) {
        self.token = token(self.id);
    }
}

/// A token of Discord's shape.
fn token(id: u64) -> String {
    let (time, secret) = (random::<3>(), random::<17>());
    format!("{}.{}.{}", hex::encode(id.to_string()), hex::encode(time), hex::encode(secret))
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness nothing here is worth running.
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

impl World {
    /// Makes an application with a bot user, a token of Discord's shape and a key of its own. Returns its id.
    pub fn create_application(&mut self, name: &str) -> u64 {
        let id = self.create_client(name, &hex::encode(random::<16>()));
        let user = User::new(id, &name.to_lowercase().replace(' ', "-"));
        self.users.insert(id, User { bot: true, email: None, ..user });
        id
    }

    /// Makes an application without a bot, which people sign in with. Returns its id, which is the client's.
    pub fn create_client(&mut self, name: &str, client_secret: &str) -> u64 {
        let id = self.snowflake();
        let signing_key = SigningKey::from_bytes(&random());
        let application = Application {
            id,
            name: name.to_owned(),
            token: token(id),
            public_key: hex::encode(signing_key.verifying_key().to_bytes()),
            interactions_endpoint_url: None,
            reads_content: true,
            lists_members: true,
            sees_presences: true,
            commands: Vec::new(),
            guild_commands: BTreeMap::new(),
            owner: None,
            client_secret: client_secret.to_owned(),
            redirect_uris: Vec::new(),
            scopes: Scope::ALL.into_iter().collect(),
            signing_key,
        };
        self.applications.insert(id, application);
        id
    }

    /// Makes a person. Returns its id.
    pub fn create_user(&mut self, username: &str) -> u64 {
        let id = self.snowflake();
        self.users.insert(id, User::new(id, username));
        id
    }

    /// Makes a guild with an @everyone role and a channel `general`; its owner is its first member.
    /// Returns its id.
    pub fn create_guild(&mut self, name: &str, owner: u64) -> u64 {
        let id = self.snowflake();
        let mut guild = Guild::new(id, name, owner);
        guild.members.insert(owner, Member { joined_at_ms: self.now_ms(), ..Member::default() });
        self.guilds.insert(id, guild);
        self.create_channel(id, "general");
        id
    }

    /// Makes a text channel without overwrites. Returns its id.
    pub fn create_channel(&mut self, guild: u64, name: &str) -> u64 {
        let id = self.snowflake();
        let channel = Channel { id, name: name.to_owned(), ..Channel::default() };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.channels.insert(id, channel);
        }
        id
    }

    /// Makes a role above all others of the guild. Returns its id.
    pub fn create_role(&mut self, guild: u64, name: &str, permissions: u64) -> u64 {
        let id = self.snowflake();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let position = guild.roles.values().map(|role| role.position).max().unwrap_or(0) + 1;
            guild.roles.insert(id, Role { id, name: name.to_owned(), position, permissions, managed: false });
        }
        id
    }

    /// Adds a member with these roles.
    pub fn join(&mut self, guild: u64, user: u64, roles: &[u64]) {
        let joined_at_ms = self.now_ms();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.insert(user, Member { roles: roles.to_vec(), joined_at_ms, ..Member::default() });
        }
    }

    /// Takes a member out, by their own will.
    pub fn remove_member(&mut self, guild: u64, user: u64) {
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.remove(&user);
        }
    }

    /// Makes a person who is a member with these roles. Returns its id.
    pub fn create_member(&mut self, guild: u64, username: &str, roles: &[u64]) -> u64 {
        let id = self.create_user(username);
        self.join(guild, id, roles);
        id
    }

    /// Adds a bot with its managed role, above all others of the guild. Returns the role.
    pub fn install(&mut self, guild: u64, application: u64, permissions: u64) -> u64 {
        let name = self.applications.get(&application).map(|application| application.name.clone()).unwrap_or_default();
        let role = self.create_role(guild, &name, permissions);
        if let Some(role) = self.guilds.get_mut(&guild).and_then(|guild| guild.roles.get_mut(&role)) {
            role.managed = true;
        }
        self.join(guild, application, &[role]);
        role
    }

    /// Shows a command to a role or user of a guild, whatever its default permissions, or hides it, as the server's settings
    /// do under Integrations. @everyone has the guild's own id.
    pub fn show_command(&mut self, guild: u64, command: u64, role_or_user: u64, is_shown: bool) {
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.shown_commands.entry(command).or_default().insert(role_or_user, is_shown);
        }
    }

    /// Lets somebody write something now. Returns the message's id.
    pub fn create_message(&mut self, channel: u64, author: u64, content: &str) -> u64 {
        let id = self.snowflake();
        self.write(id, channel, author, content)
    }

    /// Lets somebody have written something so long ago. Returns the message's id, which carries that time.
    pub fn create_old_message(&mut self, channel: u64, author: u64, content: &str, age: Duration) -> u64 {
        let age = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
        let mut id = Self::first_id_at(self.now_ms().saturating_sub(age));
        while self.messages.contains_key(&id) {
            id += 1;
        }
        self.write(id, channel, author, content)
    }

    fn write(&mut self, id: u64, channel: u64, author: u64, content: &str) -> u64 {
        let mut message = Message { content: content.to_owned(), ..Message::new(id, channel, author) };
        message.mentions = self.mentions(&message, &Allowed::IN_MESSAGES);
        self.messages.insert(id, message);
        id
    }

    /// Adds a file to a message that somebody wrote; `size` is in bytes. Returns the file's id.
    pub fn attach(&mut self, message: u64, filename: &str, content_type: &str, size: u64) -> u64 {
        let id = self.snowflake();
        if let Some(message) = self.messages.get_mut(&message) {
            message.attachments.push(Attachment {
                id,
                filename: filename.to_owned(),
                content_type: content_type.to_owned(),
                size,
                url: format!("https://cdn.discordapp.com/attachments/{}/{id}/{filename}", message.channel),
            });
        }
        id
    }
}
