//! Other ways to serve Discord's interactions.

use guildhall::platform::bots;
use twilight_model::id::Id;

use crate::bench::keys::Key;
use crate::bench::tenant::APPLICATION;
use crate::bench::workers::{Bindings, NO_DISCORD, Peer};

pub const HONO: Peer = Peer { name: "discord-hono", source: "interactions/peers/hono.js", flag: None };
/// Discord's own sample.
pub const SAMPLE: Peer = Peer { name: "discord-interactions", source: "interactions/peers/sample.js", flag: None };
/// With the package set as Cloudflare advises for Workers.
pub const HONO_POSTGRES: Peer =
    Peer { name: "discord-hono + postgres", source: "interactions/peers/hono_postgres.js", flag: None };
/// With the package as it comes: it asks for the array types on every connection.
pub const HONO_POSTGRES_DEFAULTS: Peer =
    Peer { name: "the same, its defaults", flag: Some("FETCH_TYPES"), ..HONO_POSTGRES };

/// What ours and the peers read.
pub fn bindings(key: &Key, database_url: &str) -> Bindings {
    let mut bindings = key.bindings(database_url, NO_DISCORD);
    bindings.extend([
        ("DISCORD_APPLICATION_ID", APPLICATION.to_string()),
        ("DISCORD_PUBLIC_KEY", key.public()),
        ("DISCORD_TOKEN", "not used".to_owned()),
    ]);
    bindings
}

/// Where ours takes interactions.
pub fn our_path(key: &Key) -> String {
    bots::endpoint_path(&key.mac_key, Id::new(APPLICATION), &key.public())
}
