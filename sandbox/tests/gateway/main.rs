//! What the gateway promises, checked by a client that can misbehave, and by public ones that cannot.

mod client;
mod compression;
mod discord_js;
mod events;
mod identify;
mod lifecycle;
mod members;
mod orders;
mod resume;
mod storms;
mod support;
mod twilight;
