//! The JSON API, as browsers and programs use it.

mod document;
mod grants;
mod ground;
mod people;
mod privacy;
mod provisioning;
mod sign_in;
