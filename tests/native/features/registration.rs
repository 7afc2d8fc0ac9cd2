//! What is registered with Discord.

use guildhall::features::{self, registration::registration};

#[test]
fn the_registration_of_all_features_is_what_discord_is_told() {
    let commands = serde_json::to_value(registration(features::ALL)).unwrap();
    let names: Vec<_> = commands.as_array().unwrap().iter().map(|command| command["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ban", "case", "ping", "unban"]);
    let ban = &commands[0];
    assert_eq!(ban["default_member_permissions"], "4");
    assert_eq!(ban["contexts"], serde_json::json!([0]));
    let options: Vec<_> =
        ban["options"].as_array().unwrap().iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert_eq!(options, ["user", "duration", "delete_messages", "reason", "soft"]);
    assert_eq!(commands[1]["options"][0]["type"], 1);
}

#[test]
fn every_name_of_a_command_component_and_task_is_its_own() {
    let mut commands: Vec<_> = features::ALL
        .iter()
        .flat_map(|feature| feature.commands)
        .map(|command| (u8::from(command.kind()), command.name()))
        .collect();
    let mut others: Vec<_> =
        features::ALL.iter().flat_map(|feature| feature.components).map(|one| one.name()).collect();
    others.extend(features::ALL.iter().flat_map(|feature| feature.tasks).map(|task| task.kind()));
    let (all_commands, all_others) = (commands.len(), others.len());
    commands.sort_unstable();
    commands.dedup();
    others.sort_unstable();
    others.dedup();
    assert_eq!((commands.len(), others.len()), (all_commands, all_others));
}
