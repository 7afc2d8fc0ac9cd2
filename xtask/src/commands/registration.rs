//! `cargo xtask commands`: what is registered with Discord, and README's table of it.

use anyhow::Context;
use guildhall::{
    features::{ALL, registration::registration},
    platform::{
        feature::{Command, shown_name},
        locale::{Language, Locale},
        permissions,
    },
};
use twilight_model::application::command::CommandType;
use xtask::paths;

/// Print the bot's commands as they are registered with Discord.
#[derive(clap::Args)]
pub struct Args {
    /// The request body of Discord's "Bulk Overwrite Global Application Commands".
    #[arg(long, conflicts_with = "readme")]
    json: bool,
    /// Write the table of commands in README.md anew.
    #[arg(long)]
    readme: bool,
}

pub fn run(args: Args) -> anyhow::Result<()> {
    if args.readme {
        let path = paths::root().join("README.md");
        let text = std::fs::read_to_string(&path).context("cannot read README.md")?;
        return std::fs::write(&path, with_table(&text)?).context("cannot write README.md");
    }
    let commands = registration(ALL);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&commands)?);
        return Ok(());
    }
    for command in commands {
        println!("/{:<12} {}", command.name, command.description);
    }
    Ok(())
}

const BEGIN: &str = "<!-- commands: cargo xtask commands --readme -->\n";
const END: &str = "<!-- end of commands -->";

/// README with its table as the features declare it.
fn with_table(readme: &str) -> anyhow::Result<String> {
    let (before, rest) = readme.split_once(BEGIN).context("README.md has no place for the table of commands")?;
    let (_, after) = rest.split_once(END).context("README.md does not end the table of commands")?;
    Ok(format!("{before}{BEGIN}{}{END}{after}", table()))
}

fn table() -> String {
    let english = Locale::new(Language::English, ALL);
    let mut table = "| command | what it does | who may |\n| --- | --- | --- |\n".to_owned();
    for command in ALL.iter().flat_map(|feature| feature.commands) {
        let who = match command.permission() {
            none if none.is_empty() => "everyone".to_owned(),
            wanted => permissions::named(english, wanted),
        };
        table.push_str(&format!("| {} | {} | {who} |\n", shown_name(english, *command), shown_summary(*command)));
    }
    table
}

fn shown_summary(command: &dyn Command) -> &'static str {
    match command.kind() {
        CommandType::User => "In the menu of a member",
        CommandType::Message => "In the menu of a message",
        _ => command.summary(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_the_commands_as_they_are() {
        let readme = std::fs::read_to_string(paths::root().join("README.md")).unwrap();
        assert!(with_table(&readme).unwrap() == readme, "run `cargo xtask commands --readme`");
    }
}
