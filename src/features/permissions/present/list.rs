//! A page of grants, with a select to take one back.

use twilight_model::channel::message::{
    Component,
    component::{ActionRow, ButtonStyle, SelectMenuType},
};
use twilight_util::builder::{
    embed::EmbedBuilder,
    message::{ButtonBuilder, SelectMenuBuilder, SelectMenuOptionBuilder},
};

use crate::{
    discord::{custom_id::CustomId, limits::shorten, reply::Message},
    features::permissions::find,
    platform::{
        feature::Features,
        locale::{Locale, say},
        permissions::{Effect, Filter, Listed, granted, whom},
    },
};

/// What can be done from a page.
pub struct Ways {
    pub revoke: CustomId,
    pub newest: Option<CustomId>,
    pub older: Option<CustomId>,
}

/// The page.
pub fn page(features: Features, locale: Locale, filter: &Filter, listed: &[Listed], ways: Ways) -> Message {
    let lines =
        listed.iter().zip(1_u32..).map(|(one, number)| format!("**{number}.** {}", line(features, locale, one)));
    let text = match listed {
        [] if *filter == Filter::default() => {
            say!(locale, "Nothing is granted or denied: Discord's own permissions decide.")
        }
        [] => say!(locale, "No grant is about that."),
        _ => lines.collect::<Vec<_>>().join("\n"),
    };
    let embed = EmbedBuilder::new().title(say!(locale, "Who may use what")).description(text).build();
    let pages = [(ways.newest, say!(locale, "Newest")), (ways.older, say!(locale, "Older"))];
    let buttons = pages.into_iter().filter_map(|(id, label)| {
        let button = ButtonBuilder::new(ButtonStyle::Secondary).label(label).custom_id(id?.to_string());
        Some(Component::Button(button.build()))
    });
    let rows = [revoke(locale, listed, &ways.revoke).into_iter().collect::<Vec<_>>(), buttons.collect()];
    let rows = rows.into_iter().filter(|components| !components.is_empty());
    Message {
        embeds: vec![embed],
        components: rows.map(|components| ActionRow { id: None, components }.into()).collect(),
        ephemeral: true,
        ..Message::default()
    }
}

fn line(features: Features, locale: Locale, listed: &Listed) -> String {
    let key = &listed.grant.key;
    let subject = match listed.is_of_gone_role {
        true => say!(locale, "a deleted role"),
        false => whom(locale, key.subject),
    };
    let words = granted(locale, &listed.grant, &subject);
    match find::parts(features, &key.target).is_empty() {
        true => format!("{words} {}", say!(locale, "(I no longer have it)")),
        false => words,
    }
}

/// The select, whose values are grants.
fn revoke(locale: Locale, listed: &[Listed], id: &CustomId) -> Option<Component> {
    if listed.is_empty() {
        return None;
    }
    let options = listed.iter().zip(1_u32..).map(|(Listed { grant, .. }, number)| {
        let what = match grant.effect {
            Effect::Allow => say!(locale, "granted"),
            Effect::Deny => say!(locale, "denied"),
        };
        let label = format!("{number}. {}", grant.key.target.shown(locale));
        SelectMenuOptionBuilder::new(shorten(&label, 100), grant.id.to_string()).description(what).build()
    });
    let menu = SelectMenuBuilder::new(id.to_string(), SelectMenuType::Text);
    let menu = options.fold(menu, SelectMenuBuilder::option).placeholder(say!(locale, "Take one back"));
    Some(Component::SelectMenu(menu.build()))
}
