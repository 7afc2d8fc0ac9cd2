//! Discord's permissions by the names that its settings show. Source: Discord docs, "Permissions".

use twilight_model::guild::Permissions;

/// The permissions in words: `Ban Members and Manage Messages`.
pub fn named(permissions: Permissions) -> String {
    let names: Vec<String> = permissions.iter_names().map(|(flag, _)| name(flag)).collect();
    match names.split_last() {
        None => "no permission".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// What of `wanted` is not in `held`. An administrator holds everything.
pub fn missing(held: Permissions, wanted: Permissions) -> Permissions {
    if held.contains(Permissions::ADMINISTRATOR) { Permissions::empty() } else { wanted.difference(held) }
}

/// Discord's settings call some permissions otherwise than its API does.
fn name(flag: &str) -> String {
    match flag {
        "MODERATE_MEMBERS" => return "Timeout Members".to_owned(),
        "MANAGE_GUILD" => return "Manage Server".to_owned(),
        _ => {}
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

    #[test]
    fn permissions_read_as_discord_shows_them() {
        assert_eq!(named(Permissions::BAN_MEMBERS), "Ban Members");
        assert_eq!(named(Permissions::BAN_MEMBERS | Permissions::MODERATE_MEMBERS), "Ban Members and Timeout Members");
    }

    #[test]
    fn an_administrator_lacks_nothing() {
        assert!(missing(Permissions::ADMINISTRATOR, Permissions::BAN_MEMBERS).is_empty());
        assert_eq!(missing(Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS), Permissions::BAN_MEMBERS);
    }
}
