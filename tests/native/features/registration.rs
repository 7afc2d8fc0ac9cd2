//! What is registered with Discord.

use guildhall::features;

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
