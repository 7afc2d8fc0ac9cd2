//! A member's card: what is known of them, and what can be done.

use jiff::Timestamp;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_util::builder::{
    embed::{EmbedBuilder, EmbedFieldBuilder},
    message::{ActionRowBuilder, ButtonBuilder},
};

use super::{list::line, title};
use crate::{
    discord::{
        markdown::{escape, stamp},
        options::Target,
        reply::Message,
        snowflake,
    },
    features::{
        members::{Presence, presence_words},
        moderation::{
            components::AskAct,
            model::{Case, CaseKind},
            store::Counts,
        },
    },
    platform::{
        feature::Component as _,
        locale::{Locale, say},
    },
};

/// All that a card shows.
#[derive(Debug)]
pub struct Person {
    pub target: Target,
    pub counts: Counts,
    /// The warnings that count towards thresholds.
    pub active_warnings: i64,
    /// The newest, newest first.
    pub cases: Vec<Case>,
    /// Whether they are online, where that is kept.
    pub presence: Option<Presence>,
}

/// The card with its buttons.
pub fn member_card(locale: Locale, person: &Person, now: Timestamp) -> Message {
    let Person { target, counts, active_warnings, cases, presence } = person;
    let field = |name: String, value: String| EmbedFieldBuilder::new(name, value);
    let counted: Vec<String> =
        counts.iter().map(|(kind, count)| format!("{}: {count}", title(locale, *kind))).collect();
    let counted = if counted.is_empty() { say!(locale, "None so far.") } else { counted.join(", ") };
    let mut builder = EmbedBuilder::new()
        .title(escape(&target.user.shown_name()))
        .description(format!("<@{0}> · `{0}`", target.user.id))
        .field(field(say!(locale, "Account created"), stamp(snowflake::made_at(target.user.id.get()), 'R')).inline())
        .field(field(say!(locale, "Member since"), member_since(locale, target)).inline())
        .field(field(say!(locale, "Warnings that count"), active_warnings.to_string()).inline())
        .field(field(say!(locale, "Cases"), counted));
    if let Some(presence) = presence {
        builder = builder.field(field(say!(locale, "Presence"), presence_words(locale, *presence)).inline());
    }
    let silenced = target.member.as_ref().and_then(|member| member.communication_disabled_until);
    if let Some(until) = silenced.filter(|until| *until > now) {
        builder = builder.field(field(say!(locale, "In timeout until"), stamp(until, 'f')));
    }
    if !cases.is_empty() {
        let lines: Vec<String> = cases.iter().map(|case| line(locale, case)).collect();
        builder = builder.field(field(say!(locale, "The newest"), lines.join("\n")));
    }
    let is_member = target.member.is_some();
    let acts = [
        (CaseKind::Warn, ButtonStyle::Primary, is_member),
        (CaseKind::Timeout, ButtonStyle::Secondary, is_member),
        (CaseKind::Kick, ButtonStyle::Secondary, is_member),
        (CaseKind::Ban, ButtonStyle::Danger, true),
        (CaseKind::Note, ButtonStyle::Secondary, true),
    ];
    let row = acts.into_iter().fold(ActionRowBuilder::new(), |row, (kind, style, is_possible)| {
        let id = AskAct.custom_id().with(kind.column()).with(target.user.id);
        let button = ButtonBuilder::new(style).label(title(locale, kind)).custom_id(id.to_string());
        row.component(button.disabled(!is_possible).build())
    });
    Message {
        embeds: vec![builder.build()],
        components: vec![row.build().into()],
        ephemeral: true,
        ..Message::default()
    }
}

fn member_since(locale: Locale, target: &Target) -> String {
    match target.member.as_ref().map(|member| member.joined_at) {
        None => say!(locale, "not in this server"),
        Some(None) => say!(locale, "unknown"),
        Some(Some(time)) => stamp(time, 'R'),
    }
}
