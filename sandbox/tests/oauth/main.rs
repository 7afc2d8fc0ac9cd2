//! OAuth2, held to Discord's documentation and the RFCs by a client that can misbehave, and by public ones that cannot.

mod authorize;
mod bearer;
mod client;
mod crates;
mod discord_js;
mod exchange;
mod install;
mod refresh;
mod support;
