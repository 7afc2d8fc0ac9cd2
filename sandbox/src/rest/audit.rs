//! The audit log. Source: Discord docs, "Audit Log Resource".

use std::collections::BTreeSet;

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use serde_json::{Value, json};

use super::{
    ApiError, Caller,
    access::{entered, require},
    form::{self, Fields},
};
use crate::{
    Shared,
    world::{AuditEntry, Permissions, World},
};

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/guilds/{guild}/audit-logs", get(audit_log))
}

/// What a call did, for the log.
pub(super) struct Act {
    action: u64,
    target: u64,
    changes: Vec<Value>,
    options: Value,
}

impl Act {
    /// One of [`crate::audit_event`], and the user or channel to whom it was done.
    pub fn new(action: u64, target: u64) -> Self {
        Self { action, target, changes: Vec::new(), options: Value::Null }
    }

    /// With what was otherwise before. Null stands for nothing; what stayed as it was is left out.
    pub fn changing(mut self, key: &str, old: Value, new: Value) -> Self {
        if old != new {
            let mut change = json!({ "key": key });
            for (name, value) in [("old_value", old), ("new_value", new)] {
                if !value.is_null() {
                    change[name] = value;
                }
            }
            self.changes.push(change);
        }
        self
    }

    /// With Discord's optional audit entry info.
    pub fn with(self, options: Value) -> Self {
        Self { options, ..self }
    }

    pub fn changes_nothing(&self) -> bool {
        self.changes.is_empty()
    }

    /// Writes it into the guild's log, with the reason that the call gave.
    pub fn log(self, world: &mut World, caller: &Caller, guild: u64) {
        let Self { action, target, changes, options } = self;
        let reason = caller.reason.clone();
        world.log(guild, AuditEntry { id: 0, action, by: caller.bot, target, reason, changes, options });
    }
}

/// Newest first; with `after`, oldest first.
async fn audit_log(
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Value>, ApiError> {
    let world = caller.sandbox.world();
    let guild = entered(&world, caller.bot, &text)?;
    require(&world, guild, caller.bot, Permissions::VIEW_AUDIT_LOG)?;
    let before = form::bound(&query, "before")?;
    let after = form::position(&query, "after")?;
    let (user, action) = (form::bound(&query, "user_id")?, form::bound(&query, "action_type")?);
    let limit = form::limit(&query, 50, 100)?;
    let fits = |entry: &&AuditEntry| {
        user.is_none_or(|user| entry.by == user)
            && action.is_none_or(|action| entry.action == action)
            && before.is_none_or(|before| entry.id < before)
            && after.is_none_or(|after| entry.id > after)
    };
    let entries: Vec<&AuditEntry> = if after.is_some() {
        guild.audit_log.iter().filter(fits).take(limit).collect()
    } else {
        guild.audit_log.iter().rev().filter(fits).take(limit).collect()
    };
    let named: BTreeSet<u64> = entries.iter().flat_map(|entry| [entry.by, entry.target]).collect();
    let users = named.into_iter().filter(|id| world.users.contains_key(id));
    Ok(Json(json!({
        "audit_log_entries": entries.iter().map(|entry| entry.json()).collect::<Vec<_>>(),
        "users": users.map(|user| world.user_json(user)).collect::<Vec<_>>(),
        "webhooks": [], "integrations": [], "threads": [], "application_commands": [], "auto_moderation_rules": [],
        "guild_scheduled_events": [],
    })))
}
