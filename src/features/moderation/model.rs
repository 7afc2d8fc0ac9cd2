//! The rules of moderation. Pure: no I/O, no clock but the one passed in.

use jiff::{SignedDuration, Timestamp};
use twilight_model::id::{
    Id,
    marker::{RoleMarker, UserMarker},
};

use crate::discord::rest::Role;

/// What a case records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseKind {
    Ban,
    SoftBan,
    Unban,
    Kick,
    Warn,
    Note,
}

impl CaseKind {
    const ALL: [Self; 6] = [Self::Ban, Self::SoftBan, Self::Unban, Self::Kick, Self::Warn, Self::Note];

    pub fn column(self) -> &'static str {
        match self {
            Self::Ban => "ban",
            Self::SoftBan => "softban",
            Self::Unban => "unban",
            Self::Kick => "kick",
            Self::Warn => "warn",
            Self::Note => "note",
        }
    }

    pub fn from_column(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.column() == text)
    }

    /// The heading of a case.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ban => "Ban",
            Self::SoftBan => "Soft ban",
            Self::Unban => "Unban",
            Self::Kick => "Kick",
            Self::Warn => "Warning",
            Self::Note => "Note",
        }
    }

    /// What a moderator does to a member, and what the member is then.
    fn verb(self) -> (&'static str, &'static str) {
        match self {
            Self::Ban | Self::SoftBan => ("ban", "banned"),
            Self::Unban => ("unban", "unbanned"),
            Self::Kick => ("kick", "kicked"),
            Self::Warn => ("warn", "warned"),
            Self::Note => ("note", "noted"),
        }
    }

    /// Whether Discord must let the bot do it, so that the bot's own place in the order of roles counts.
    fn is_done_by_the_bot(self) -> bool {
        !matches!(self, Self::Warn | Self::Note)
    }
}

/// One act of moderation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub number: i32,
    pub kind: CaseKind,
    pub user: Id<UserMarker>,
    pub user_name: String,
    pub moderator: Id<UserMarker>,
    pub reason: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub ended_because: Option<String>,
    pub created_at: Timestamp,
}

/// What tasks and effects of a case name as their subject.
pub fn subject(number: i32) -> String {
    format!("case/{number}")
}

/// The words for Discord's audit log. They begin so that our own ban is told from one made by hand.
pub fn audit_reason(number: i32, moderator: &str, reason: Option<&str>) -> String {
    format!("{}{moderator}: {}", audit_prefix(number), reason.unwrap_or("no reason given"))
}

/// Whether a ban's words in Discord's audit log say that it is this case's.
pub fn is_of_case(audit_reason: Option<&str>, number: i32) -> bool {
    audit_reason.is_some_and(|words| words.starts_with(&audit_prefix(number)))
}

fn audit_prefix(number: i32) -> String {
    format!("Case {number} · ")
}

/// The shortest and the longest temporary ban.
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 365 * 5);

/// Reads a duration such as `7d`, `1w 12h`, `90 minutes`. The error is for the person.
pub fn parse_duration(text: &str) -> Result<SignedDuration, String> {
    let unreadable = || format!("I can't read “{}” as a duration. Write it like 30m, 12h, 7d or 2w.", shown(text));
    let compact: String = text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut rest = compact.as_str();
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (amount, tail) = rest.split_at_checked(digits).ok_or_else(unreadable)?;
        let letters = tail.find(|letter: char| letter.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(letters).ok_or_else(unreadable)?;
        let amount: i64 = amount.parse().map_err(|_| unreadable())?;
        let part = amount.checked_mul(unit_seconds(unit).ok_or_else(unreadable)?);
        seconds = part.and_then(|part| seconds.checked_add(part)).ok_or_else(unreadable)?;
        rest = tail;
    }
    let duration = SignedDuration::from_secs(seconds);
    match duration {
        _ if compact.is_empty() => Err(unreadable()),
        short if short < SHORTEST => {
            Err("A temporary ban lasts at least one minute. Leave the duration out to ban for good.".to_owned())
        }
        long if long > LONGEST => {
            Err("A temporary ban lasts at most five years. Leave the duration out to ban for good.".to_owned())
        }
        duration => Ok(duration),
    }
}

fn shown(text: &str) -> String {
    crate::discord::limits::shorten(text.trim(), 40)
}

fn unit_seconds(unit: &str) -> Option<i64> {
    Some(match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        "mo" | "month" | "months" => 30 * 86_400,
        "y" | "year" | "years" => 365 * 86_400,
        _ => return None,
    })
}

/// A person as the role hierarchy sees them.
#[derive(Debug, Clone)]
pub struct Standing {
    pub user: Id<UserMarker>,
    pub roles: Vec<Id<RoleMarker>>,
}

/// Who stands where in a guild.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    pub owner: Id<UserMarker>,
    pub roles: Vec<Role>,
    pub moderator: Standing,
    pub bot: Standing,
}

impl Hierarchy {
    /// Refuses an act on whom it may not meet; the words are for the moderator. `target_roles` is `None` for whoever is
    /// not a member. Source: Discord docs, "Permissions", Permission Hierarchy.
    pub fn check(
        &self,
        kind: CaseKind,
        target: Id<UserMarker>,
        target_roles: Option<&[Id<RoleMarker>]>,
    ) -> Result<(), String> {
        let (verb, done) = kind.verb();
        if target == self.moderator.user {
            return Err(format!("You can't {verb} yourself."));
        }
        if target == self.bot.user {
            return Err(format!("I can't {verb} myself. To be rid of me, remove me in the server's settings."));
        }
        if target == self.owner {
            return Err(format!("The server's owner can't be {done}."));
        }
        // Whoever is not a member stands below everyone.
        let Some(target_roles) = target_roles else { return Ok(()) };
        let target_rank = rank(&self.roles, target_roles);
        if self.moderator.user != self.owner && rank(&self.roles, &self.moderator.roles) <= target_rank {
            return Err(format!("You can't {verb} them: their highest role is not below yours."));
        }
        if kind.is_done_by_the_bot() && rank(&self.roles, &self.bot.roles) <= target_rank {
            return Err(format!(
                "I can't {verb} them: their highest role is not below mine. Move my role up in the server's settings."
            ));
        }
        Ok(())
    }
}

/// The place of the highest role. Of two roles at one position the older, with the smaller id, stands higher.
fn rank(roles: &[Role], held: &[Id<RoleMarker>]) -> (i64, std::cmp::Reverse<u64>) {
    roles
        .iter()
        .filter(|role| held.contains(&role.id))
        .map(|role| (role.position, std::cmp::Reverse(role.id.get())))
        .max()
        .unwrap_or((0, std::cmp::Reverse(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use twilight_model::guild::Permissions;

    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("7d", 604_800),
            ("1w 12h", 648_000),
            ("90 minutes", 5_400),
            ("1MO", 2_592_000),
            ("60s", 60),
            ("1h30m", 5_400),
        ] {
            assert_eq!(parse_duration(text), Ok(SignedDuration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_or_out_of_bounds_is_refused_with_advice() {
        for text in [
            "",
            " ",
            "7",
            "d",
            "-7d",
            "7.5d",
            "7x",
            "59s",
            "0d",
            "6y",
            "99999999999999999999d",
            "9223372036854775807y",
            "七d",
        ] {
            let words = parse_duration(text).unwrap_err();
            assert!(words.contains("30m") || words.contains("for good"), "{text}: {words}");
        }
    }

    fn role(id: u64, position: i64) -> Role {
        Role { id: Id::new(id), position, permissions: Permissions::empty() }
    }

    fn standing(user: u64, roles: &[u64]) -> Standing {
        Standing { user: Id::new(user), roles: roles.iter().map(|id| Id::new(*id)).collect() }
    }

    fn check_act(
        kind: CaseKind,
        moderator: &Standing,
        bot: &Standing,
        target: u64,
        target_roles: Option<&[u64]>,
    ) -> Result<(), String> {
        let roles = vec![role(10, 0), role(11, 1), role(12, 2), role(13, 3), role(14, 3)];
        let held: Option<Vec<_>> = target_roles.map(|roles| roles.iter().map(|id| Id::new(*id)).collect());
        let hierarchy = Hierarchy { owner: Id::new(1), roles, moderator: moderator.clone(), bot: bot.clone() };
        hierarchy.check(kind, Id::new(target), held.as_deref())
    }

    fn check(moderator: &Standing, bot: &Standing, target: u64, target_roles: Option<&[u64]>) -> Result<(), String> {
        check_act(CaseKind::Ban, moderator, bot, target, target_roles)
    }

    #[test]
    fn the_bots_place_counts_only_for_what_the_bot_does() {
        let (owner, lowly_bot) = (standing(1, &[]), standing(9, &[]));
        assert!(check_act(CaseKind::Kick, &owner, &lowly_bot, 3, Some(&[11])).unwrap_err().contains("can't kick them"));
        assert_eq!(check_act(CaseKind::Warn, &owner, &lowly_bot, 3, Some(&[11])), Ok(()));
    }

    #[test]
    fn every_kind_of_case_is_read_back_from_its_column() {
        for kind in CaseKind::ALL {
            assert_eq!(CaseKind::from_column(kind.column()), Some(kind));
        }
        assert_eq!(CaseKind::from_column("spank"), None);
    }

    #[test]
    fn a_member_is_banned_only_from_above_by_moderator_and_bot() {
        let bot = standing(9, &[13]);
        assert!(check(&standing(2, &[12]), &bot, 3, Some(&[11])).is_ok());
        assert!(check(&standing(2, &[12]), &bot, 3, Some(&[12])).unwrap_err().contains("below yours"));
        assert!(check(&standing(2, &[]), &bot, 3, Some(&[])).unwrap_err().contains("below yours"));
        assert!(check(&standing(1, &[]), &bot, 3, Some(&[13])).unwrap_err().contains("below mine"));
        assert!(check(&standing(1, &[]), &bot, 3, Some(&[12])).is_ok(), "the owner stands above every role");
    }

    #[test]
    fn of_two_roles_at_one_position_the_older_stands_higher() {
        let bot = standing(9, &[13]);
        assert!(check(&standing(1, &[]), &bot, 3, Some(&[14])).is_ok());
        assert!(check(&standing(1, &[]), &standing(9, &[14]), 3, Some(&[13])).is_err());
    }

    #[test]
    fn owner_self_and_bot_are_protected_and_strangers_are_not() {
        let (moderator, bot) = (standing(2, &[12]), standing(9, &[13]));
        for target in [1, 2, 9] {
            assert!(check(&moderator, &bot, target, Some(&[])).is_err(), "{target}");
        }
        assert!(check(&moderator, &bot, 77, None).is_ok());
    }

    #[test]
    fn a_ban_is_told_from_one_made_by_hand_and_case_1_from_case_12() {
        let words = audit_reason(12, "Ada", None);
        assert!(is_of_case(Some(&words), 12));
        assert!(!is_of_case(Some(&words), 1));
        assert!(!is_of_case(Some("spam"), 12));
        assert!(!is_of_case(None, 12));
    }
}
