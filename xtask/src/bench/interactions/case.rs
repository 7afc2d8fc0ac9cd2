//! What is asked of every contender, and which answer is right.

use std::time::Duration;

use crate::bench::tenant::{APPLICATION, GUILD};
use crate::bench::workers::Question;

/// One thing to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Case {
    /// Discord's PING.
    Ping,
    /// `/ping`, which touches no database.
    Command,
    /// A well-formed signature that does not fit.
    BadSignature,
    /// `/case show number:1`: a transaction that enters the tenant and asks twice, straight to Postgres.
    DbCommand,
    /// The same through pgbouncer in transaction mode.
    DbCommandPooled,
}

impl Case {
    pub const WITHOUT_DATABASE: [Self; 3] = [Self::Ping, Self::Command, Self::BadSignature];

    /// How many requests to mint for a turn. Where an interaction's id reaches the database none is sent twice.
    pub fn requests(self, length: Duration) -> usize {
        if self.uses_database() { 3_000 * length.as_secs().max(1) as usize } else { 4_000 }
    }

    /// The interaction with this id, as Discord sends it.
    pub fn body(self, id: u64) -> String {
        match self {
            Self::Ping => ping(id),
            Self::Command | Self::BadSignature => command(id, r#"{"id":"1190000000000000100","name":"ping","type":1}"#),
            Self::DbCommand | Self::DbCommandPooled => command(
                id,
                r#"{"id":"1190000000000000101","name":"case","options":[{"name":"show","options":[{"name":"number","type":4,"value":1}],"type":1}],"type":1}"#,
            ),
        }
    }

    fn uses_database(self) -> bool {
        matches!(self, Self::DbCommand | Self::DbCommandPooled)
    }
}

impl Question for Case {
    fn name(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Command => "command",
            Self::BadSignature => "bad_signature",
            Self::DbCommand => "db_command",
            Self::DbCommandPooled => "db_command_pooled",
        }
    }

    fn connections(self) -> usize {
        if self.uses_database() { 8 } else { 16 }
    }

    fn accepts(self, status: u16, body: &[u8]) -> bool {
        let has = |wanted: &[u8]| body.windows(wanted.len()).any(|part| part == wanted);
        match self {
            Self::Ping => status == 200 && has(b"\"type\":1"),
            Self::Command => status == 200 && has(b"\"type\":4") && has(b"I am here, Mason"),
            Self::BadSignature => status == 401,
            Self::DbCommand | Self::DbCommandPooled => status == 200 && has(b"\"type\":4") && has(b"spammer"),
        }
    }
}

fn ping(id: u64) -> String {
    format!(
        r#"{{"app_permissions":"2248473465835073","application_id":"{APPLICATION}","attachment_size_limit":10485760,"authorizing_integration_owners":{{}},"context":0,"entitlements":[],"id":"{id}","token":"{token}","type":1,"user":{{"avatar":"c6a249645d46209f337279cd2ca998c7","avatar_decoration_data":null,"bot":true,"discriminator":"0000","global_name":"Discord","id":"643945264868098049","public_flags":1,"system":true,"username":"discord"}},"version":1}}"#,
        token = token(id),
    )
}

/// The fields and sizes are those that Discord sends to a guild's command.
fn command(id: u64, data: &str) -> String {
    format!(
        r#"{{"app_permissions":"2251799813685247","application_id":"{APPLICATION}","attachment_size_limit":10485760,"authorizing_integration_owners":{{"0":"{GUILD}"}},"channel":{{"flags":0,"guild_id":"{GUILD}","icon_emoji":{{"id":null,"name":"👋"}},"id":"645027906669510667","last_message_id":"1190000000000000777","name":"general","nsfw":false,"parent_id":"645027906669510600","permissions":"2251799813685247","position":3,"rate_limit_per_user":0,"theme_color":null,"topic":"Whatever has no channel of its own. Be kind, and read the rules first.","type":0}},"channel_id":"645027906669510667","context":0,"data":{data},"entitlement_sku_ids":[],"entitlements":[],"guild":{{"features":["COMMUNITY","NEWS","AUTO_MODERATION","INVITE_SPLASH"],"id":"{GUILD}","locale":"en-US"}},"guild_id":"{GUILD}","guild_locale":"en-US","id":"{id}","locale":"en-GB","member":{{"avatar":null,"banner":null,"collectibles":null,"communication_disabled_until":null,"deaf":false,"flags":0,"joined_at":"2020-05-04T17:21:38.412000+00:00","mute":false,"nick":null,"pending":false,"permissions":"2251799813685247","premium_since":null,"roles":["539082325061836999","539082325061836998","539082325061836997"],"unusual_dm_activity_until":null,"user":{{"avatar":"a_d5efa99b3eeaa7dd43acca82f5692432","avatar_decoration_data":null,"clan":null,"collectibles":null,"discriminator":"0","display_name_styles":null,"global_name":"Mason","id":"53908232506183680","primary_guild":null,"public_flags":131141,"username":"mason"}}}},"token":"{token}","type":2,"version":1}}"#,
        token = token(id),
    )
}

/// As long as Discord's tokens are.
fn token(id: u64) -> String {
    format!("{}{id}", "aW50ZXJhY3Rpb246".repeat(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_json_of_the_size_that_discord_sends() {
        for case in [Case::Ping, Case::Command, Case::BadSignature, Case::DbCommand, Case::DbCommandPooled] {
            let body = case.body(1_190_000_000_000_000_555);
            let read: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(read["id"], "1190000000000000555");
            let size = if case == Case::Ping { 500..1_000 } else { 1_500..2_200 };
            assert!(size.contains(&body.len()), "{}: {} bytes", case.name(), body.len());
        }
    }
}
