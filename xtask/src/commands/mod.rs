//! The commands that are one step each; `dev` has a folder of its own.

pub mod build;
pub mod db;
pub mod openapi;
pub mod page;
pub mod registration;
pub mod screenshots;
pub mod setup;
mod surroundings;
pub mod test;
