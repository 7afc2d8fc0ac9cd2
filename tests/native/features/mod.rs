//! What the features do, from the command to the row and to Discord.

mod about;
mod ban;
mod behalf;
mod case_changes;
mod case_list;
mod cases;
mod health;
mod help;
mod kick;
mod log;
mod long_timeouts;
mod massban;
mod menus;
mod notices;
mod reasons;
mod records;
mod registration;
mod settings;
mod temporary;
mod thresholds;
mod timeout;
mod unban;
