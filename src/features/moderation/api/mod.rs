//! Its routes: what moderation does in Discord, by the same code and the same checks.

mod cases;
mod change;
mod evidence;
mod lock;
mod massban;
mod members;
mod nick;
mod open;
mod outcome;
mod purge;
mod read;
mod roles;
mod slowmode;

use crate::edge::{Routes, routes};

pub fn routes() -> Routes {
    Routes::new()
        .routes(routes!(cases::list, open::open))
        .routes(routes!(cases::show, change::change, change::delete))
        .routes(routes!(change::add_note))
        .routes(routes!(evidence::list))
        .routes(routes!(massban::ban))
        .routes(routes!(purge::purge))
        .routes(routes!(slowmode::set))
        .routes(routes!(lock::lock, lock::unlock))
        .routes(routes!(members::show))
        .routes(routes!(nick::set))
        .routes(routes!(roles::give, roles::take))
}
