//! Joins and leaves in the log, a line each.

use jiff::{SignedDuration, Timestamp};
use twilight_util::builder::embed::EmbedBuilder;

use super::refused;
use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, stamp, visible},
        reply::Message,
        snowflake,
    },
    features::{
        members::{
            log::Item,
            model::{Person, Told},
        },
        moderation::{Removal, Way},
    },
    platform::{
        duration::brief,
        locale::{Locale, first_of, say},
    },
};

/// Characters of the list, short of an embed's 4,096.
const LENGTH: usize = 3_800;
/// Characters of a name that are shown: escaped it may be twice as long.
const NAME: usize = 32;
/// Roles that are named.
const ROLES: usize = 15;
/// An account that is younger when it joins is marked.
const YOUNG: SignedDuration = SignedDuration::from_hours(7 * 24);

const GREEN: u32 = 0x2F_9E_44;
const GREY: u32 = 0x86_8E_96;
const RED: u32 = 0xC9_2A_2A;

/// The message that tells of them all, or of as many as it holds.
pub fn log(locale: Locale, items: &[Item]) -> Message {
    let mut text = String::new();
    let mut length = 0_usize;
    for (shown, item) in items.iter().enumerate() {
        let line = line(locale, item);
        length = length.saturating_add(line.chars().count()).saturating_add(1);
        if length > LENGTH {
            let rest = items.len().saturating_sub(shown);
            text.push_str(&say!(locale, "… and {rest} more.", rest = rest));
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    let is = |wanted: fn(&Told) -> bool| items.iter().any(|item| wanted(&item.told));
    let colour = match (is(|one| matches!(one, Told::Refused { .. })), is(|one| matches!(one, Told::Joined { .. }))) {
        (true, _) => RED,
        (_, true) => GREEN,
        _ => GREY,
    };
    let embed = EmbedBuilder::new().color(colour).description(text.trim_end()).build();
    Message { embeds: vec![embed], ..Message::default() }
}

fn line(locale: Locale, item: &Item) -> String {
    match &item.told {
        Told::Joined { person, at } => joined(locale, person, *at),
        Told::Left { person, since, roles, at } => {
            let parts = [
                Some(say!(locale, "**Left:** {who}", who = who(locale, person))),
                item.removal.map(|removal| removed(locale, removal)),
                since.map(|since| say!(locale, "was here for {time}", time = coarse(at.duration_since(since)))),
                (!roles.is_empty()).then(|| {
                    let named = first_of(locale, roles.iter().map(|role| format!("<@&{role}>")), ROLES);
                    say!(locale, "had {roles}", roles = named)
                }),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Told::Refused { role, why } => {
            let (what, fix) = refused(locale, *role, *why);
            format!("**{what}.** {fix}")
        }
    }
}

fn removed(locale: Locale, removal: Removal) -> String {
    let Removal { case, way, moderator } = removal;
    match way {
        Way::Kicked => say!(locale, "was kicked by <@{moderator}>, case {case}", moderator = moderator, case = case),
        Way::Banned => say!(locale, "was banned by <@{moderator}>, case {case}", moderator = moderator, case = case),
        Way::SoftBanned => {
            say!(locale, "was soft-banned by <@{moderator}>, case {case}", moderator = moderator, case = case)
        }
    }
}

fn joined(locale: Locale, person: &Person, at: Timestamp) -> String {
    let made = snowflake::made_at(person.id.get());
    let is_young = !person.is_bot && at.duration_since(made) < YOUNG;
    let parts = [
        Some(say!(locale, "**Joined:** {who}", who = who(locale, person))),
        Some(say!(locale, "account made {when}", when = stamp(made, 'R'))),
        is_young.then(|| say!(locale, "**new account**")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn who(locale: Locale, person: &Person) -> String {
    let name = escape(&visible(&shorten(&person.name, NAME)));
    let bot = if person.is_bot { say!(locale, ", a bot") } else { String::new() };
    format!("{name} (<@{}>{bot})", person.id)
}

/// The two largest units of it: nobody wants to know the seconds of a year.
fn coarse(time: SignedDuration) -> String {
    brief(time).split(' ').take(2).collect::<Vec<_>>().join(" ")
}
