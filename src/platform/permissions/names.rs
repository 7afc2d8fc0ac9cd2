//! Discord's permissions by the names that its settings show. Source: Discord docs, "Permissions".

use twilight_model::guild::Permissions;

use crate::platform::locale::{Locale, say};

/// The permissions in words: `Ban Members and Manage Messages`.
pub fn named(locale: Locale, permissions: Permissions) -> String {
    let names: Vec<String> = permissions.iter_names().map(|(flag, _)| name(locale, flag)).collect();
    match names.split_last() {
        None => say!(locale, "no permission"),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => say!(locale, "{rest} and {last}", rest = rest.join(", "), last = last),
    }
}

/// What of `wanted` is not in `held`. An administrator holds everything.
pub fn missing(held: Permissions, wanted: Permissions) -> Permissions {
    if held.contains(Permissions::ADMINISTRATOR) { Permissions::empty() } else { wanted.difference(held) }
}

/// As Discord's settings call it, which is not always what its API does.
fn name(locale: Locale, flag: &str) -> String {
    let known = match flag {
        "BAN_MEMBERS" => "Ban Members",
        "EMBED_LINKS" => "Embed Links",
        "KICK_MEMBERS" => "Kick Members",
        "MANAGE_CHANNELS" => "Manage Channels",
        "MANAGE_GUILD" => "Manage Server",
        "MANAGE_MESSAGES" => "Manage Messages",
        "MANAGE_NICKNAMES" => "Manage Nicknames",
        "MANAGE_ROLES" => "Manage Roles",
        "MANAGE_THREADS" => "Manage Threads",
        "MODERATE_MEMBERS" => "Timeout Members",
        "READ_MESSAGE_HISTORY" => "Read Message History",
        "SEND_MESSAGES" => "Send Messages",
        "VIEW_AUDIT_LOG" => "View Audit Log",
        "VIEW_CHANNEL" => "View Channels",
        _ => "",
    };
    if !known.is_empty() {
        return locale.translate(known).to_owned();
    }
    let words = flag.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| format!("{first}{}", letters.as_str().to_lowercase())).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::locale::Language;

    #[test]
    fn permissions_read_as_discord_shows_them() {
        let english = Locale::ENGLISH;
        assert_eq!(named(english, Permissions::BAN_MEMBERS), "Ban Members");
        let several = Permissions::BAN_MEMBERS | Permissions::MODERATE_MEMBERS | Permissions::USE_SOUNDBOARD;
        assert_eq!(named(english, several), "Ban Members, Timeout Members and Use Soundboard");
        let german = Locale::new(Language::German, &[]);
        assert_eq!(named(german, Permissions::BAN_MEMBERS), "Mitglieder bannen");
    }

    #[test]
    fn an_administrator_lacks_nothing() {
        assert!(missing(Permissions::ADMINISTRATOR, Permissions::BAN_MEMBERS).is_empty());
        assert_eq!(missing(Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS), Permissions::BAN_MEMBERS);
    }
}
