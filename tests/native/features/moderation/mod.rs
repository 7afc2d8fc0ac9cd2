//! Moderation, and what settings and languages do for it.

mod acting;
mod ban;
mod behalf;
mod by_hand;
mod case_changes;
mod case_list;
mod cases;
mod evidence;
mod forged;
mod health;
mod help;
mod kick;
mod language;
mod lock;
mod log;
mod long_timeouts;
mod massban;
mod menus;
mod nick;
mod notices;
mod purge;
mod reasons;
mod records;
mod registration;
mod role;
mod schema;
mod settings;
mod slowmode;
mod temporary;
mod tenants;
mod thresholds;
mod timeout;
mod unban;
mod versions;

use acting::Card;
pub use evidence::evidence;
