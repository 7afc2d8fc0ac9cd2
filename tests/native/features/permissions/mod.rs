//! `/permissions`: who may use which command, decided by a server itself.

mod authority;
mod events;
mod explain;
mod grant;
mod list;
mod revoke;
mod tenants;

use sandbox::Seat;
use serde_json::{Value, json};

use crate::support::App;

impl App {
    /// The owner's seat.
    pub fn owner(&self) -> Seat {
        self.demo.seat(self.demo.owner)
    }

    /// The seat of mallory, who from now on has the role Helper, which gives nothing.
    pub fn helper(&self) -> Seat {
        self.with_member(self.demo.member, |member| member.roles = vec![self.demo.helper_role]);
        self.demo.seat(self.demo.member)
    }

    /// Somebody below everybody else.
    pub fn newcomer(&self) -> String {
        self.sandbox.world().create_member(self.demo.guild, "zoe", &[]).to_string()
    }

    /// Sets under Integrations that Discord shows a command to a role or user.
    pub fn shows(&self, word: &str, id: u64) {
        let mut world = self.sandbox.world();
        let commands = &world.applications[&self.demo.application].commands;
        let command = commands.iter().find(|one| one["name"] == word).expect("it is registered")["id"].clone();
        world.show_command(self.demo.guild, command.as_str().unwrap().parse().unwrap(), id, true);
    }

    /// Grants (or, with `deny`, denies) something to the role Helper.
    pub async fn grants(&self, target: &str, more: Value) -> String {
        let mut options = json!({ "target": target, "role": self.demo.helper_role.to_string() });
        options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.says(self.owner(), "permissions grant", options).await
    }

    /// A text with names in the place of ids, and no dates, which no test can know.
    pub fn named(&self, text: &str) -> String {
        let (demo, mut text) = (&self.demo, text.to_owned());
        let people = [
            (demo.owner, "ada"),
            (demo.admin, "barbara"),
            (demo.moderator, "grace"),
            (demo.member, "mallory"),
            (demo.application, "Guildhall"),
        ];
        for (id, name) in people {
            text = text.replace(&format!("<@{id}>"), &format!("@{name}"));
        }
        text = text.replace(&format!("<@&{}>", demo.helper_role), "@Helper");
        for (id, name) in [(demo.channel, "#general"), (demo.mod_log, "#mod-log")] {
            text = text.replace(&format!("<#{id}>"), name);
        }
        while let Some((before, rest)) = text.split_once("<t:") {
            let (_, after) = rest.split_once('>').expect("a date ends");
            text = format!("{before}(date){after}");
        }
        text
    }
}
