//! What the sandbox promises of Discord, checked from outside: over HTTP as a bot, and by the library's API.

mod access;
mod applications;
mod bans;
mod channels;
mod commands;
mod dms;
mod endpoints;
mod faults;
mod interactions;
mod late;
mod limits;
mod locales;
mod member_roles;
mod members;
mod messages;
mod overwrites;
mod purges;
mod responses;
mod shapes;
mod support;
