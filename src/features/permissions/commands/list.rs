//! `/permissions list`: what is granted and denied, a page at a time.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions, id::Id};

use super::{read_subject, read_target, subject_options, suggest_targets, target_option};
use crate::{
    db::Tx,
    discord::{
        custom_id::CustomId,
        reply::{Choice, Message, Reply},
    },
    features::permissions::{
        components::{Page, RevokeOne},
        present,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component as _},
        invocation::Invocation,
        permissions::{self, Filter, Subject, Target},
    },
};

/// Grants on a page.
const PAGE: usize = 10;

/// The command.
#[derive(Debug)]
pub struct List;

#[async_trait]
impl Command for List {
    fn name(&self) -> &'static str {
        "permissions list"
    }
    fn summary(&self) -> &'static str {
        "See what is granted and denied to whom"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        let [user, role] = subject_options("Only what is about this person", "Only what is about this role");
        vec![user, role, target_option("Only what is about this command or feature", false)]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let filter = Filter { subject: read_subject(call)?, target: read_target(ctx, call)? };
        Ok(page(ctx, call, &filter, i64::MAX).await?.into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        Ok(suggest_targets(ctx, call))
    }
}

/// The page of grants with ids below `before`.
pub async fn page(ctx: &Ctx, call: &Invocation, filter: &Filter, before: i64) -> Result<Message> {
    // One more than is shown, to know whether there are older ones.
    let limit = i64::try_from(PAGE.saturating_add(1)).unwrap_or(i64::MAX);
    let mut listed = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            permissions::page(&tx, call.guild, filter, before, limit).await.map_err(Error::from)
        })
        .await?;
    let has_older = listed.len() > PAGE;
    listed.truncate(PAGE);
    let older = listed.last().filter(|_| has_older).map(|last| address(Page.custom_id(), filter, last.grant.id));
    let newest = (before != i64::MAX).then(|| address(Page.custom_id(), filter, i64::MAX));
    let revoke = address(RevokeOne.custom_id(), filter, before);
    Ok(present::page(ctx.features, call.locale, filter, &listed, present::Ways { revoke, newest, older }))
}

/// What leads back to the page below `before`.
fn address(custom_id: CustomId, filter: &Filter, before: i64) -> CustomId {
    let subject = match filter.subject {
        None => String::new(),
        Some(Subject::User(user)) => format!("u{user}"),
        Some(Subject::Role(role)) => format!("r{role}"),
        Some(Subject::Everyone) => "e".to_owned(),
    };
    let target = match &filter.target {
        None => String::new(),
        Some(Target::Command(name)) => format!("c{name}"),
        Some(Target::Feature(name)) => format!("f{name}"),
    };
    custom_id.with(before).with(subject).with(target)
}

/// What such a custom_id says.
pub fn read_address(custom_id: &CustomId) -> Option<(Filter, i64)> {
    let (subject, target): (String, String) = (custom_id.arg(1)?, custom_id.arg(2)?);
    let subject = match subject.split_at_checked(1) {
        None => None,
        Some(("u", id)) => Some(Subject::User(Id::new_checked(id.parse().ok()?)?)),
        Some(("r", id)) => Some(Subject::Role(Id::new_checked(id.parse().ok()?)?)),
        Some(("e", "")) => Some(Subject::Everyone),
        Some(_) => return None,
    };
    let target = match target.split_at_checked(1) {
        None => None,
        Some(("c", name)) => Some(Target::Command(name.to_owned())),
        Some(("f", name)) => Some(Target::Feature(name.to_owned())),
        Some(_) => return None,
    };
    Some((Filter { subject, target }, custom_id.arg(0)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features,
        platform::feature::{Feature, full_name},
    };

    #[test]
    fn the_longest_address_fits_a_custom_id_and_is_read_back() {
        let commands = features::ALL.iter().flat_map(|feature| feature.commands);
        let commands = commands.map(|command| Some(Target::Command(full_name(*command))));
        let of_feature = |feature: &&'static Feature| Some(Target::Feature(feature.name.to_owned()));
        let targets: Vec<_> = commands.chain(features::ALL.iter().map(of_feature)).chain([None]).collect();
        let subjects = [
            None,
            Some(Subject::Everyone),
            Some(Subject::User(Id::new(u64::MAX))),
            Some(Subject::Role(Id::new(u64::MAX))),
        ];
        for target in &targets {
            for subject in subjects {
                let filter = Filter { subject, target: target.clone() };
                let text = address(RevokeOne.custom_id(), &filter, i64::MAX).to_string();
                let read = CustomId::parse(&text).as_ref().and_then(read_address);
                assert_eq!(read, Some((filter, i64::MAX)), "{text}");
            }
        }
    }
}
