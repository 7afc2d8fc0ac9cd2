//! The JSON API, as browsers and programs use it.

mod document;
mod effects;
mod grants;
mod ground;
mod messages;
mod moderation;
mod people;
mod plans;
mod privacy;
mod provisioning;
mod roles;
mod runs;
mod secrets;
mod settings;
mod sign_in;
