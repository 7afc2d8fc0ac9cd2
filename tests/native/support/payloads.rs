//! Interactions of the shapes that Discord documents.

use serde_json::{Value, json};

use super::App;

/// An interaction of any kind in the demo guild, by the moderator.
pub fn interaction(app: &App, kind: u64, data: Value) -> Value {
    app.sandbox.world().payload(app.moderator(), kind, data, None).expect("the demo is whole")
}

/// A command's interaction with options as they are given.
pub fn command(app: &App, name: &str, options: Value, resolved: Value) -> Value {
    interaction(app, 2, json!({ "id": "1", "name": name, "type": 1, "options": options, "resolved": resolved }))
}

/// A component's interaction on a message.
pub fn component(app: &App, data: Value) -> Value {
    interaction(app, 3, data)
}

/// A submitted modal.
pub fn modal(app: &App, custom_id: &str, components: Value) -> Value {
    interaction(app, 5, json!({ "custom_id": custom_id, "components": components }))
}
