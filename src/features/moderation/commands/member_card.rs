//! The menu “Moderation card” on a member: their record, and buttons for what can be done.

use async_trait::async_trait;
use futures_util::{join, try_join};
use twilight_model::{
    application::command::CommandType,
    guild::Permissions,
    id::{Id, marker::GuildMarker},
};

use crate::{
    db::{Scope, Tx},
    discord::{options::Target, reply::Reply},
    edge,
    features::{
        members,
        moderation::{
            present::{self, Person},
            settings::ModerationSettings,
            store::{self, CaseFilter, Place},
        },
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
        settings,
    },
};

/// Cases on the card.
const NEWEST: i64 = 5;

/// The menu.
#[derive(Debug)]
pub struct MemberCard;

#[async_trait]
impl Command for MemberCard {
    fn name(&self) -> &'static str {
        "Moderation card"
    }
    fn summary(&self) -> &'static str {
        ""
    }
    fn kind(&self) -> CommandType {
        CommandType::User
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let picked = call.interaction.data.target_id.and_then(|id| call.options.target(id.get()));
        let target = picked
            .ok_or_else(|| Error::user(say!(call.locale, "Discord did not say whom you picked. Please try again.")))?;
        let person = person(&ctx.scope(call.application, call.guild), call.guild, target).await?;
        Ok(present::member_card(call.locale, &person, edge::now()).into())
    }
}

/// What is known of a person in a server whose rows `scope` reaches.
pub async fn person(scope: &Scope, guild: Id<GuildMarker>, target: Target) -> Result<Person> {
    let user = target.user.id;
    let filter = CaseFilter { user: Some(user), ..CaseFilter::default() };
    let ((counts, active_warnings, cases), presence) = scope
        .read(async |tx: Tx| {
            let settings: ModerationSettings = settings::read(&tx, guild).await?;
            let since = settings.warnings_last().and_then(|last| edge::now().checked_sub(last).ok());
            let (found, presence) = join!(
                async {
                    try_join!(
                        store::counts(&tx, guild, user),
                        store::active_warnings(&tx, guild, user, since),
                        store::cases_page(&tx, guild, &filter, Place::OlderThan(i32::MAX), NEWEST)
                    )
                },
                members::presence(&tx, guild, user)
            );
            Ok::<_, Error>((found?, presence?))
        })
        .await?;
    // Who has left is not looked after any more.
    let presence = presence.filter(|_| target.member.is_some());
    Ok(Person { target, counts, active_warnings, cases, presence })
}
