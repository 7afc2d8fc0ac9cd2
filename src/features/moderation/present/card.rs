//! A case as a card, with its buttons.

use jiff::Timestamp;
use twilight_model::channel::message::{Component, Embed, component::ButtonStyle};
use twilight_util::builder::{
    embed::{EmbedBuilder, EmbedFieldBuilder},
    message::{ActionRowBuilder, ButtonBuilder},
};

use super::{title, words};
use crate::{
    discord::{
        limits::shorten,
        markdown::{escape, quote, stamp},
        reply::Message,
    },
    features::moderation::{
        components::{AskReason, RefreshCase, ShowEvidence},
        model::{Case, CaseKind, Ended},
        store::{CaseNote, EffectState},
    },
    platform::{
        effects::{Report, Told},
        feature,
        locale::{Locale, say},
    },
};

/// All that is known of a case.
#[derive(Debug)]
pub struct Shown {
    pub case: Case,
    pub effect: Option<EffectState>,
    /// The newest, oldest first.
    pub notes: Vec<CaseNote>,
}

/// A case with its buttons, for moderators.
pub fn case(locale: Locale, shown: &Shown, now: Timestamp) -> Message {
    let components = if shown.case.deleted.is_some() { Vec::new() } else { buttons(locale, &shown.case) };
    Message { embeds: vec![embed(locale, shown, now)], components, ephemeral: true, ..Message::default() }
}

/// A case as a suggestion while a number is typed.
pub fn suggestion(locale: Locale, case: &Case) -> String {
    let reason = case.reason.as_deref().map(|reason| format!(" · {reason}")).unwrap_or_default();
    format!("{} · {} · {}{reason}", case.number, title(locale, case.kind), case.user_name)
}

/// A case as an embed, for its card and for the log.
pub(super) fn embed(locale: Locale, Shown { case, effect, notes }: &Shown, now: Timestamp) -> Embed {
    let field = |name: String, value: String| EmbedFieldBuilder::new(name, value);
    let heading = say!(locale, "Case {number}", number = case.number);
    let heading = format!("{heading} · {}", title(locale, case.kind));
    let hidden = if case.is_hidden { say!(locale, " (hidden)") } else { String::new() };
    let member = format!("{} (<@{}>)", escape(&case.user_name), case.user);
    let mut builder = EmbedBuilder::new()
        .title(heading + &hidden)
        .color(colour(case))
        .description(description(locale, case))
        .field(field(say!(locale, "Member"), member).inline())
        .field(field(say!(locale, "Moderator"), moderator(locale, case)).inline())
        .field(field(say!(locale, "Created"), stamp(case.created_at, 'R')).inline())
        .field(field(say!(locale, "State"), state(locale, case, effect.as_ref(), now)).inline());
    if let Some(time) = case.expires_at {
        builder = builder.field(field(say!(locale, "Ends"), stamp(time, 'f')).inline());
    }
    if let Some(told) = effect.as_ref().and_then(told) {
        builder = builder.field(field(say!(locale, "Message to them"), told_words(locale, told)).inline());
    }
    if case.messages_kept > 0 {
        builder = builder.field(field(say!(locale, "Evidence"), kept(locale, case.messages_kept)).inline());
    }
    if !notes.is_empty() {
        let lines = notes.iter().map(|note| {
            format!("<@{}> {}\n{}", note.author, stamp(note.created_at, 'R'), quote(&shorten(&note.body, 120)))
        });
        let lines = lines.collect::<Vec<_>>().join("\n");
        builder = builder.field(field(say!(locale, "Notes"), shorten(&lines, 1_024)));
    }
    builder.build()
}

fn kept(locale: Locale, count: i32) -> String {
    match count {
        1 => say!(locale, "1 message kept"),
        _ => say!(locale, "{count} messages kept", count = count),
    }
}

fn description(locale: Locale, case: &Case) -> String {
    match (&case.deleted, &case.reason) {
        (Some((by, because)), _) => {
            say!(locale, "*Deleted by {by}:* {because}", by = format_args!("<@{by}>"), because = escape(because))
        }
        (None, Some(reason)) => escape(reason),
        (None, None) => say!(locale, "*No reason given.*"),
    }
}

fn moderator(locale: Locale, case: &Case) -> String {
    let named = format!("<@{}>", case.moderator);
    match case.made_by {
        Some(by) => say!(locale, "{moderator}, typed by {by}", moderator = named, by = format_args!("<@{by}>")),
        None => named,
    }
}

/// Where the case stands now.
fn state(locale: Locale, case: &Case, effect: Option<&EffectState>, now: Timestamp) -> String {
    if let Some(ended) = case.ended {
        return words::ended(locale, ended);
    }
    match effect.map(|effect| (effect.state.as_str(), effect.last_error.as_deref())) {
        Some(("done", _)) | None if case.expires_at.is_some_and(|time| time <= now) => {
            words::ended(locale, Ended::Expired)
        }
        Some(("done", _)) => say!(locale, "done"),
        Some(("cancelled", _)) => say!(locale, "cancelled before it happened"),
        Some(("dead", error)) => {
            say!(locale, "failed: {error}", error = escape(&shorten(error.unwrap_or("unknown"), 200)))
        }
        Some(("pending" | "running", Some(error))) => {
            say!(locale, "waiting, will be tried again ({error})", error = escape(&shorten(error, 200)))
        }
        Some(_) => say!(locale, "under way"),
        None if case.is_by_hand => say!(locale, "done by hand in Discord"),
        None => say!(locale, "recorded"),
    }
}

fn told(effect: &EffectState) -> Option<Told> {
    let report: Report = serde_json::from_value(effect.report.clone()?).ok()?;
    report.told
}

fn told_words(locale: Locale, told: Told) -> String {
    match told {
        Told::Delivered => say!(locale, "delivered"),
        Told::Closed => say!(locale, "not delivered: they take no messages from me"),
        Told::Failed => say!(locale, "not delivered: Discord failed"),
    }
}

fn colour(case: &Case) -> u32 {
    match case.kind {
        _ if case.deleted.is_some() => 0x80_80_80,
        CaseKind::Ban | CaseKind::SoftBan => 0xC9_2A_2A,
        CaseKind::Kick => 0xE8_59_0C,
        CaseKind::Timeout => 0xF0_8C_00,
        CaseKind::Warn => 0xFC_C4_19,
        CaseKind::Unban | CaseKind::Untimeout => 0x2F_9E_44,
        CaseKind::Note => 0x4C_6E_F5,
    }
}

fn buttons(locale: Locale, case: &Case) -> Vec<Component> {
    let button = |label: String, component: &dyn feature::Component| {
        let id = component.custom_id().with(case.number).to_string();
        ButtonBuilder::new(ButtonStyle::Secondary).label(label).custom_id(id).build()
    };
    let mut row = ActionRowBuilder::new()
        .component(button(say!(locale, "Edit reason"), &AskReason))
        .component(button(say!(locale, "Refresh"), &RefreshCase));
    if case.messages_kept > 0 {
        row = row.component(button(say!(locale, "Evidence"), &ShowEvidence));
    }
    vec![row.build().into()]
}
