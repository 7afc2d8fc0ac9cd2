//! `/case list`: cases by member, moderator, kind and time, a page at a time.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use twilight_model::{
    application::command::CommandOption,
    guild::Permissions,
    id::{Id, marker::UserMarker},
};
use twilight_util::builder::command::{BooleanBuilder, StringBuilder, UserBuilder};

use crate::{
    db::Tx,
    discord::{
        custom_id::CustomId,
        reply::{Message, Reply},
    },
    features::moderation::{
        components::CasePage,
        model::CaseKind,
        present,
        store::{self, CaseFilter, Hidden, Place},
    },
    platform::{
        ctx::Ctx,
        duration::Bounds,
        error::{Error, Result},
        feature::{Ack, Command, Component as _},
        invocation::Invocation,
        locale::Locale,
    },
};

/// Cases on a page.
const PAGE: usize = 10;
const SINCE: Bounds = Bounds { least: SignedDuration::from_mins(1), most: SignedDuration::from_hours(24 * 365 * 20) };

/// The command.
#[derive(Debug)]
pub struct CaseList;

#[async_trait]
impl Command for CaseList {
    fn name(&self) -> &'static str {
        "case list"
    }
    fn summary(&self) -> &'static str {
        "List cases by member, moderator, kind or time"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        let kinds = CaseKind::ALL.map(|kind| (present::title(Locale::ENGLISH, kind), kind.column()));
        vec![
            UserBuilder::new("member", "Cases about this person").into(),
            UserBuilder::new("moderator", "Cases by this person").into(),
            StringBuilder::new("kind", "Cases of this kind").choices(kinds).into(),
            StringBuilder::new("within", "How far back: 7d, 4w or 1y").max_length(40).into(),
            BooleanBuilder::new("hidden", "Whether to show hidden cases as well").into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let within = call.options.text("within").map(|text| SINCE.read(call.locale, text)).transpose();
        let since = within.map_err(Error::user)?.and_then(|within| ctx.arrived_at.checked_sub(within).ok());
        let filter = CaseFilter {
            user: call.options.user("member").map(|target| target.user.id),
            moderator: call.options.user("moderator").map(|target| target.user.id),
            kind: call.options.text("kind").and_then(CaseKind::from_column),
            since,
            hidden: if call.options.boolean("hidden").unwrap_or(false) { Hidden::With } else { Hidden::Without },
            ..CaseFilter::default()
        };
        Ok(page(ctx, call, &filter, i32::MAX).await?.into())
    }
}

/// The page of cases with numbers below `before`.
pub async fn page(ctx: &Ctx, call: &Invocation, filter: &CaseFilter, before: i32) -> Result<Message> {
    // One more than is shown, to know whether there are older ones.
    let limit = i64::try_from(PAGE.saturating_add(1)).unwrap_or(i64::MAX);
    let mut cases = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            store::cases_page(&tx, call.guild, filter, Place::OlderThan(before), limit).await.map_err(Error::from)
        })
        .await?;
    let has_older = cases.len() > PAGE;
    cases.truncate(PAGE);
    let older = cases.last().filter(|_| has_older).map(|last| address(filter, last.number));
    let newest = (before != i32::MAX).then(|| address(filter, i32::MAX));
    Ok(present::page(call.locale, &cases, newest, older))
}

/// The button that leads to the page below `before`.
fn address(filter: &CaseFilter, before: i32) -> CustomId {
    CasePage
        .custom_id()
        .with(before)
        .with(filter.user.map_or(0, Id::get))
        .with(filter.moderator.map_or(0, Id::get))
        .with(filter.kind.map_or("", CaseKind::column))
        .with(filter.since.map_or(0, Timestamp::as_second))
        .with(u8::from(filter.hidden == Hidden::With))
}

/// What such a button says.
pub fn read_address(custom_id: &CustomId) -> Option<(CaseFilter, i32)> {
    let user = |position| custom_id.arg::<u64>(position).map(Id::<UserMarker>::new_checked);
    let since: i64 = custom_id.arg(4)?;
    let filter = CaseFilter {
        user: user(1)?,
        moderator: user(2)?,
        kind: custom_id.arg::<String>(3).as_deref().and_then(CaseKind::from_column),
        since: if since == 0 { None } else { Timestamp::from_second(since).ok() },
        hidden: if custom_id.arg::<u8>(5)? == 1 { Hidden::With } else { Hidden::Without },
        ..CaseFilter::default()
    };
    Some((filter, custom_id.arg(0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_address_fits_a_custom_id_and_is_read_back() {
        let filter = CaseFilter {
            user: Some(Id::new(u64::MAX)),
            moderator: Some(Id::new(u64::MAX)),
            kind: Some(CaseKind::Untimeout),
            since: Timestamp::from_second(1_800_000_000).ok(),
            hidden: Hidden::With,
            ..CaseFilter::default()
        };
        let text = address(&filter, i32::MAX).to_string();
        assert_eq!(CustomId::parse(&text).as_ref().and_then(read_address), Some((filter, i32::MAX)), "{text}");
        let none = CaseFilter::default();
        assert_eq!(read_address(&address(&none, 3)), Some((none, 3)));
    }
}
