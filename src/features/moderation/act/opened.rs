//! What the audit log says of a case that is opened.

use serde_json::{Value, json};

use crate::{
    features::moderation::{model, store::NewCase},
    platform::audit::Entry,
};

/// The entry. Its reason is forgotten with the words of the case.
pub fn opened(case: &NewCase, number: i32) -> Entry {
    let fields = [
        ("kind", json!(case.kind.column())),
        ("user_id", json!(case.user)),
        ("moderator_user_id", json!(case.moderator)),
        ("expires_at", json!(case.expires_at)),
        ("reason", json!(case.reason)),
    ];
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    Entry {
        guild: Some(case.guild),
        action: "case.open",
        subject: model::subject(number),
        before: None,
        after: Some(given.map(|(name, value)| (name.to_owned(), value)).collect::<Value>()),
        reason: None,
    }
}
