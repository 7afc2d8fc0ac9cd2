//! The JSON API, as browsers and programs use it.

mod document;
mod effects;
mod ground;
mod messages;
mod people;
mod plans;
mod provisioning;
mod runs;
mod settings;
mod sign_in;
