//! The buttons that turn the pages of a search.

use async_trait::async_trait;
use twilight_model::id::{Id, marker::InteractionMarker};

use crate::{
    db::Tx,
    discord::{custom_id::CustomId, reply::Reply},
    features::messages::{
        commands::search::Search,
        look::{self, Page},
        model::{Cursor, Filter},
        present, store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
    },
};

/// The button that leads to another page.
#[derive(Debug)]
pub struct SearchPage;

impl SearchPage {
    /// The button that leads to the page at this cursor of that search.
    pub fn address(search: Id<InteractionMarker>, cursor: Cursor) -> CustomId {
        let address = Self.custom_id().with(search);
        match cursor {
            Cursor::Newest => address,
            Cursor::OlderThan(message) => address.with("older").with(message),
            Cursor::NewerThan(message) => address.with("newer").with(message),
        }
    }

    fn read_address(custom_id: &CustomId) -> Option<(Id<InteractionMarker>, Cursor)> {
        let message = Id::new_checked(custom_id.arg(2)?)?;
        let cursor = match custom_id.arg::<String>(1)?.as_str() {
            "older" => Cursor::OlderThan(message),
            "newer" => Cursor::NewerThan(message),
            _ => return None,
        };
        Some((Id::new_checked(custom_id.arg(0)?)?, cursor))
    }
}

#[async_trait]
impl Component for SearchPage {
    fn name(&self) -> &'static str {
        "search.page"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&Search)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (search, cursor) = Self::read_address(&call.custom_id).ok_or_else(|| gone(call))?;
        let scope = ctx.scope(call.application, call.guild);
        let (filter, page) = scope.read(async |tx: Tx| turn(ctx, &tx, call, search, cursor).await).await?;
        Ok(Reply::Update(present::page(call, &filter, &page, search)))
    }
}

async fn turn(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    search: Id<InteractionMarker>,
    cursor: Cursor,
) -> Result<(Filter, Page)> {
    let filter = store::search_of(tx, call.guild, call.actor.id, search).await?.ok_or_else(|| gone(call))?;
    let page = look::page(ctx, tx, call, &filter, cursor).await?;
    Ok((filter, page))
}

fn gone(call: &Invocation) -> Error {
    Error::user(say!(call.locale, "I no longer know what you searched for here. Search again with /search."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_address_fits_a_custom_id_and_is_read_back() {
        for cursor in [Cursor::OlderThan(Id::new(u64::MAX)), Cursor::NewerThan(Id::new(7))] {
            let text = SearchPage::address(Id::new(u64::MAX), cursor).to_string();
            let read = CustomId::parse(&text).as_ref().and_then(SearchPage::read_address);
            assert_eq!(read, Some((Id::new(u64::MAX), cursor)), "{text}");
        }
    }
}
