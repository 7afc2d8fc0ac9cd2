//! What the features do, from the command to the row and to Discord.

mod about;
mod ban;
mod cases;
mod health;
mod help;
mod kick;
mod massban;
mod menus;
mod records;
mod registration;
mod temporary;
mod unban;
