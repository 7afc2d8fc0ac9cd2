//! Greetings as they would be sent.

use twilight_model::id::{Id, marker::ChannelMarker};
use twilight_util::builder::embed::{EmbedBuilder, EmbedFieldBuilder};

use crate::{
    discord::{limits::shorten, reply::Message},
    features::members::{
        model::{self, Person, Server},
        settings::{MembersSettings, in_language},
    },
    platform::locale::{Locale, say},
};

/// As many characters as a field of an embed has.
const FIELD: usize = 1_024;

/// Each greeting as this person would read it, and where; `greeting` is the language that the server has set.
pub fn preview(
    locale: Locale,
    greeting: Locale,
    settings: &MembersSettings,
    person: &Person,
    server: &Server,
) -> Message {
    let place = |channel: Option<Id<ChannelMarker>>, setting: &str| match channel {
        Some(channel) => format!("<#{channel}>"),
        None => say!(locale, "Off. Choose a channel with /settings set setting:{setting}.", setting = setting),
    };
    let dm = match settings.welcome_by_dm {
        true => say!(locale, "Sent to them alone."),
        false => say!(locale, "Off. Switch it on with /settings set setting:members.welcome_by_dm."),
    };
    let shown = [
        (
            say!(locale, "Welcome"),
            place(settings.welcome_channel, "members.welcome_channel"),
            &settings.welcome_message,
        ),
        (say!(locale, "Direct message"), dm, &settings.dm_message),
        (
            say!(locale, "Goodbye"),
            place(settings.goodbye_channel, "members.goodbye_channel"),
            &settings.goodbye_message,
        ),
    ];
    let fields = shown.into_iter().map(|(name, place, template)| {
        let words = model::greeting(&in_language(greeting, template), person, server);
        EmbedFieldBuilder::new(name, shorten(&format!("{place}\n{words}"), FIELD))
    });
    let embed = EmbedBuilder::new().title(say!(locale, "If you joined now, or left")).description(say!(
        locale,
        "Change the words with /settings set: members.welcome_message, members.dm_message, members.goodbye_message."
    ));
    let embed = fields.fold(embed, EmbedBuilder::field).build();
    Message { embeds: vec![embed], ephemeral: true, ..Message::default() }
}
