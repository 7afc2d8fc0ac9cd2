//! Findings in words, for Discord. Pure.

use jiff::Timestamp;
use twilight_util::builder::embed::{EmbedBuilder, EmbedFieldBuilder};

use crate::{
    discord::{limits::shorten, markdown::stamp, reply::Message},
    platform::{
        health::Finding,
        locale::{Locale, say},
    },
};

/// As many fields as an embed has.
const FIELDS: usize = 25;
const GREEN: u32 = 0x2F_9E_44;
const YELLOW: u32 = 0xFC_C4_19;
const RED: u32 = 0xC9_2A_2A;

/// What was found, the serious first, and when the bot last heard from Discord.
pub fn report(locale: Locale, findings: &[Finding], heard: Option<Timestamp>) -> Message {
    let (serious, others): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| finding.is_serious);
    let (colour, words) = match (serious.len(), others.len()) {
        (0, 0) => (GREEN, say!(locale, "All is well: I can do all of my work here.")),
        (0, count) => (YELLOW, say!(locale, "I can work. Worth a look: {count}.", count = count)),
        (count, _) => (RED, say!(locale, "To be mended: {count}.", count = count)),
    };
    let heard = heard.map(|heard| say!(locale, "Last heard from Discord: {ago}.", ago = stamp(heard, 'R')));
    let words = std::iter::once(words).chain(heard).collect::<Vec<_>>().join("\n");
    let embed = EmbedBuilder::new().title(say!(locale, "My health in this server")).description(words).color(colour);
    let fields = serious.into_iter().chain(others).take(FIELDS).map(|finding| {
        let fix = say!(locale, "**What to do:** {fix}", fix = finding.fix);
        EmbedFieldBuilder::new(shorten(&finding.what, 256), shorten(&fix, 1_024))
    });
    let embed = fields.fold(embed, EmbedBuilder::field).build();
    Message { embeds: vec![embed], ephemeral: true, ..Message::default() }
}
