//! What the sandbox promises of Discord, checked from outside: over HTTP as a bot, and by the library's API.

mod access;
mod applications;
mod bans;
mod channels;
mod commands;
mod components;
mod dms;
mod endpoints;
mod faults;
mod interactions;
mod late;
mod limits;
mod locales;
mod member_roles;
mod members;
mod menus;
mod messages;
mod modals;
mod overwrites;
mod purges;
mod responses;
mod selects;
mod shapes;
mod support;
