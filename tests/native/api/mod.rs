//! The JSON API, as browsers and programs use it.

mod document;
mod ground;
mod moderation;
mod people;
mod provisioning;
mod sign_in;
