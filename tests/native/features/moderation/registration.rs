//! How moderation is registered with Discord.

use guildhall::features::{self, registration::registration};
use serde_json::{Value, json};

/// A registered command, by name.
fn registered(name: &str) -> Value {
    let commands = serde_json::to_value(registration(features::ALL)).unwrap();
    commands.as_array().unwrap().iter().find(|command| command["name"] == name).cloned().unwrap()
}

#[test]
fn a_command_is_registered_with_its_options_permission_and_places() {
    let ban = registered("ban");
    assert_eq!(ban["default_member_permissions"], "4");
    assert_eq!(ban["contexts"], json!([0]));
    let options = ban["options"].as_array().unwrap().iter().map(|option| option["name"].as_str().unwrap());
    assert_eq!(options.collect::<Vec<_>>(), ["user", "duration", "delete_messages", "reason", "soft", "on_behalf_of"]);
    assert_eq!(registered("ping")["contexts"], json!([0, 1]));
}

#[test]
fn subcommands_are_registered_under_their_word_and_its_summary() {
    let case = registered("case");
    assert_eq!(case["description"], "Look at cases or change them");
    let leaves =
        case["options"].as_array().unwrap().iter().map(|option| (option["name"].as_str().unwrap(), &option["type"]));
    assert!(leaves.clone().all(|(_, kind)| *kind == json!(1)));
    let names: Vec<_> = leaves.map(|(name, _)| name).collect();
    assert_eq!(names, ["show", "list", "reason", "note", "hide", "delete"]);
    assert_eq!(case["default_member_permissions"], "1099511627776", "of several, the first subcommand's permission");
}
