//! What the features do, from the command to the row and to Discord.

mod about;
mod ban;
mod cases;
mod kick;
mod log;
mod long_timeouts;
mod notices;
mod records;
mod registration;
mod temporary;
mod timeout;
mod unban;
