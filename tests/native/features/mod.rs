//! What the features do, from the command to the row and to Discord.

mod about;
mod health;
mod help;
mod members;
pub mod messages;
mod moderation;
mod permissions;
mod registration;
