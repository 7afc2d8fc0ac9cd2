//! Cases in words, for Discord. Pure, like the model.

use jiff::Timestamp;
use twilight_model::channel::message::{Component, Embed};
use twilight_util::builder::{
    embed::{EmbedBuilder, EmbedFieldBuilder},
    message::{ActionRowBuilder, ButtonBuilder},
};

use super::{
    components::{AskReason, RefreshCase},
    model::{Case, CaseKind},
    store::{EffectState, NewCase},
};
use crate::{
    discord::{custom_id::CustomId, limits::shorten, reply::Message},
    platform::{effects::Outcome, feature},
};

/// What the moderator reads after an act.
pub fn acted(case: &Done<'_>, outcome: &Outcome) -> String {
    let Done { number, kind, user_name, expires_at, reason, .. } = case;
    let name = escape(user_name);
    let until = expires_at.map(|time| format!(" until {}", stamp(time, 'f'))).unwrap_or_default();
    let act = match (kind, outcome) {
        (CaseKind::Ban, Outcome::Done) => format!("**{name}** is banned{until}."),
        (CaseKind::SoftBan, Outcome::Done) => {
            format!("**{name}** is removed with their recent messages, and may come back.")
        }
        (CaseKind::Unban, Outcome::Done) => format!("**{name}** is no longer banned."),
        (CaseKind::Kick, Outcome::Done) => format!("**{name}** is removed, and may come back."),
        (CaseKind::Warn, Outcome::Done) => format!("**{name}** is warned."),
        (CaseKind::Note, Outcome::Done) => format!("Noted about **{name}**."),
        (CaseKind::Ban, Outcome::Queued) => format!("The ban of **{name}**{until} is queued: {WAITING}"),
        (CaseKind::Unban, Outcome::Queued) => format!("The end of **{name}**'s ban is queued: {WAITING}"),
        (kind, Outcome::Queued) => format!("The {} of **{name}** is queued: {WAITING}", kind.title().to_lowercase()),
        (kind, Outcome::Refused(words)) => format!(
            "Discord refused the {} of **{name}**: {}. Check my permissions and the place of my role, then try again.",
            kind.title().to_lowercase(),
            escape(words.trim_end_matches('.')),
        ),
    };
    let because =
        reason.map(|reason| format!("\n> {}", escape(&shorten(reason, 500)).replace('\n', "\n> "))).unwrap_or_default();
    let cancelled = if case.cancelled_pending { " What was still waiting for them is cancelled." } else { "" };
    format!("{act}{cancelled} Case {number}.{because}")
}

const WAITING: &str = "Discord is not answering or another act on them comes first. I keep trying by myself.";

/// An act of moderation, as its reply tells it.
#[derive(Debug)]
pub struct Done<'a> {
    pub number: i32,
    pub kind: CaseKind,
    pub user_name: &'a str,
    pub expires_at: Option<Timestamp>,
    pub reason: Option<&'a str>,
    /// Whether an older act that still waited was cancelled by this one.
    pub cancelled_pending: bool,
}

impl<'a> Done<'a> {
    /// The act that a new case records.
    pub fn of(case: &'a NewCase, number: i32) -> Self {
        let NewCase { kind, user_name, expires_at, reason, .. } = case;
        Self {
            number,
            kind: *kind,
            user_name,
            expires_at: *expires_at,
            reason: reason.as_deref(),
            cancelled_pending: false,
        }
    }
}

/// A case with its buttons.
pub fn case(case: &Case, effect: Option<&EffectState>) -> Message {
    Message {
        embeds: vec![embed(case, effect)],
        components: buttons(case.number),
        ephemeral: true,
        ..Message::default()
    }
}

/// A case as a suggestion while a number is typed.
pub fn suggestion(case: &Case) -> String {
    let reason = case.reason.as_deref().map(|reason| format!(" · {reason}")).unwrap_or_default();
    format!("{} · {} · {}{reason}", case.number, case.kind.title(), case.user_name)
}

fn embed(case: &Case, effect: Option<&EffectState>) -> Embed {
    let field = |name: &str, value: String| EmbedFieldBuilder::new(name, value).inline();
    let mut builder = EmbedBuilder::new()
        .title(format!("Case {} · {}", case.number, case.kind.title()))
        .description(case.reason.as_deref().map_or_else(|| "*No reason given.*".to_owned(), escape))
        .field(field("Member", format!("{} (<@{}>)", escape(&case.user_name), case.user)))
        .field(field("Moderator", format!("<@{}>", case.moderator)))
        .field(field("Made", stamp(case.created_at, 'R')))
        .field(field("State", state(case, effect)));
    if let Some(time) = case.expires_at {
        builder = builder.field(field("Ends", stamp(time, 'f')));
    }
    builder.build()
}

/// Where the case stands now.
fn state(case: &Case, effect: Option<&EffectState>) -> String {
    let ended = match case.ended_because.as_deref() {
        Some("expired") => Some("ended: its time was over"),
        Some("unbanned") => Some("ended by an unban"),
        Some("banned_again") => Some("replaced by a newer ban"),
        Some("lifted_by_hand") => Some("lifted by hand in Discord"),
        Some("banned_by_hand") => Some("replaced by a ban made by hand in Discord"),
        Some("refused") => Some("never took effect: Discord refused it"),
        _ => None,
    };
    if let Some(words) = ended {
        return words.to_owned();
    }
    match effect.map(|effect| (effect.state.as_str(), effect.last_error.as_deref())) {
        Some(("done", _)) => "done".to_owned(),
        Some(("cancelled", _)) => "cancelled before it happened".to_owned(),
        Some(("dead", error)) => format!("failed: {}", escape(&shorten(error.unwrap_or("unknown"), 200))),
        Some(("pending" | "running", Some(error))) => {
            format!("waiting, will be tried again ({})", escape(&shorten(error, 200)))
        }
        Some(_) => "under way".to_owned(),
        None => "recorded".to_owned(),
    }
}

fn buttons(number: i32) -> Vec<Component> {
    use twilight_model::channel::message::component::ButtonStyle;
    let id = |component: &dyn feature::Component| {
        CustomId::new(component.name(), component.version()).with(number).to_string()
    };
    let row = ActionRowBuilder::new()
        .component(ButtonBuilder::new(ButtonStyle::Secondary).label("Edit reason").custom_id(id(&AskReason)).build())
        .component(ButtonBuilder::new(ButtonStyle::Secondary).label("Refresh").custom_id(id(&RefreshCase)).build())
        .build();
    vec![row.into()]
}

/// A time that Discord shows in the reader's own zone. Source: Discord docs, "Reference", Message Formatting.
fn stamp(time: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", time.as_second())
}

/// Text of people's making, so that it cannot look like ours: Markdown's marks lose their meaning.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '[' | ']' | '(' | ')' | '<' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(kind: CaseKind) -> Done<'static> {
        Done {
            number: 3,
            kind,
            user_name: "_mal*",
            expires_at: None,
            reason: Some("spam\nagain"),
            cancelled_pending: false,
        }
    }

    #[test]
    fn a_queued_act_is_never_told_as_done() {
        for kind in [CaseKind::Ban, CaseKind::SoftBan, CaseKind::Unban, CaseKind::Kick] {
            let words = acted(&done(kind), &Outcome::Queued);
            assert!(words.contains("queued") && !words.contains(" is banned"), "{words}");
        }
    }

    #[test]
    fn names_and_reasons_cannot_format_the_reply() {
        assert_eq!(acted(&done(CaseKind::Ban), &Outcome::Done), "**\\_mal\\*** is banned. Case 3.\n> spam\n> again");
    }
}
