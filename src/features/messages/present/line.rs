//! One message among others.

use super::kind;
use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, stamp},
        snowflake,
    },
    features::messages::{model, store::Hit},
    platform::{
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// Characters of a message that are shown, with all marks.
const SNIPPET: usize = 200;
/// Characters of a name that are shown: escaped it may be twice as long.
const NAME: usize = 32;

/// Who wrote it, when and where, with a link to it; then what it says.
pub fn line(call: &Invocation, hit: &Hit) -> String {
    let link = format!("https://discord.com/channels/{}/{}/{}", call.guild, hit.channel, hit.id);
    let name = escape(&shorten(&hit.author_name, NAME));
    let mut marks = String::new();
    if hit.edited_at.is_some() {
        marks.push_str(&say!(call.locale, " (edited)"));
    }
    match hit.deleted_by {
        Some(user) => marks.push_str(&say!(call.locale, " (deleted by <@{user}>)", user = user)),
        None if hit.deleted_at.is_some() => marks.push_str(&say!(call.locale, " (deleted)")),
        None => {}
    }
    let when = stamp(snowflake::made_at(hit.id.get()), 'f');
    format!(
        "**{name}** · {when} · <#{}> · [{}]({link}){marks}\n> {}",
        hit.channel,
        say!(call.locale, "Go there"),
        text(call.locale, hit)
    )
}

fn text(locale: Locale, hit: &Hit) -> String {
    let snippet = model::snippet(&hit.shown, SNIPPET);
    if !snippet.is_empty() {
        return snippet;
    }
    let kinds: Vec<String> = hit.holds.iter().map(|holds| kind(locale, *holds)).collect();
    if kinds.is_empty() { say!(locale, "*no text*") } else { format!("*{}*", kinds.join(", ")) }
}
