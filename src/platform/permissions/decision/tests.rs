//! The decision: a table of who is before whom, and what holds for any grants whatever.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::platform::permissions::Key;

const USER: u64 = 1;
const ROLE: u64 = 11;
const OTHER_ROLE: u64 = 12;
const HERE: u64 = 21;
const ELSEWHERE: u64 = 22;

fn user() -> Subject {
    Subject::User(Id::new(USER))
}

fn role(id: u64) -> Subject {
    Subject::Role(Id::new(id))
}

fn command() -> Target {
    Target::Command("/ban".to_owned())
}

fn feature() -> Target {
    Target::Feature("moderation".to_owned())
}

fn grant(id: i64, effect: Effect, subject: Subject, target: Target, channel: Option<u64>) -> Grant {
    let key = Key { subject, target, channel: channel.map(Id::new) };
    Grant { id, key, effect, created_by: Id::new(9), created_at: Timestamp::UNIX_EPOCH }
}

fn person(held: Permissions) -> Person {
    Person { user: Id::new(USER), roles: vec![Id::new(ROLE), Id::new(OTHER_ROLE)], held, is_timed_out: false }
}

const ASKED: Asked<'static> = Asked {
    command: Some("/ban"),
    feature: "moderation",
    needs: Permissions::BAN_MEMBERS,
    channel: Id::new_checked(HERE),
};

#[test]
fn each_kind_of_grant_is_before_all_that_come_after_it() {
    use Effect::{Allow, Deny};
    let mut ranked = Vec::new();
    for subject in [user(), role(ROLE), Subject::Everyone] {
        for channel in [Some(HERE), None] {
            for target in [command(), feature()] {
                ranked.push((subject, target, channel));
            }
        }
    }
    for (place, (subject, target, channel)) in ranked.iter().enumerate() {
        for effect in [Allow, Deny] {
            let opposite = if effect == Allow { Deny } else { Allow };
            let below = ranked[place + 1..].iter().zip(2..);
            let mut grants: Vec<_> = below
                .map(|((subject, target, channel), id)| grant(id, opposite, *subject, target.clone(), *channel))
                .collect();
            grants.push(grant(1, effect, *subject, target.clone(), *channel));
            // Whatever Discord says besides.
            for held in [Permissions::empty(), Permissions::BAN_MEMBERS] {
                let because = decide(&person(held), &ASKED, &grants);
                assert_eq!(because.allows(), effect == Allow, "{subject:?} {target:?} {channel:?}");
            }
        }
    }
}

#[test]
fn of_two_roles_with_equally_specific_grants_the_one_that_denies_wins() {
    let allow = |id, role_id| grant(id, Effect::Allow, role(role_id), command(), None);
    let deny = |id, role_id| grant(id, Effect::Deny, role(role_id), command(), None);
    for grants in [[allow(1, ROLE), deny(2, OTHER_ROLE)], [deny(1, ROLE), allow(2, OTHER_ROLE)]] {
        assert!(matches!(decide(&person(Permissions::empty()), &ASKED, &grants), Because::Denied(_)));
    }
    // For the command it is more specific than for the feature, whichever role has it.
    let wide = grant(1, Effect::Deny, role(ROLE), feature(), None);
    assert!(decide(&person(Permissions::empty()), &ASKED, &[wide, allow(2, OTHER_ROLE)]).allows());
}

#[test]
fn without_a_grant_discords_permission_decides() {
    let decided = |held| decide(&person(held), &ASKED, &[]);
    assert_eq!(decided(Permissions::BAN_MEMBERS), Because::Holds(Permissions::BAN_MEMBERS));
    assert_eq!(decided(Permissions::KICK_MEMBERS), Because::Lacks(Permissions::BAN_MEMBERS));
    let nothing = Asked { needs: Permissions::empty(), ..ASKED };
    let because = decide(&person(Permissions::empty()), &nothing, &[]);
    assert_eq!(because, Because::Holds(Permissions::empty()));
}

#[test]
fn nobody_in_timeout_gains_anything_by_a_grant_and_a_denial_stays() {
    let away = Person { is_timed_out: true, ..person(Permissions::empty()) };
    let allow = grant(1, Effect::Allow, user(), command(), None);
    assert_eq!(decide(&away, &ASKED, &[allow]), Because::Lacks(Permissions::BAN_MEMBERS));
    let deny = grant(1, Effect::Deny, user(), command(), None);
    assert!(matches!(decide(&away, &ASKED, &[deny]), Because::Denied(_)));
}

#[test]
fn everywhere_is_not_every_single_channel() {
    let everywhere = Asked { channel: None, ..ASKED };
    let here = grant(1, Effect::Allow, user(), command(), Some(HERE));
    assert!(!decide(&person(Permissions::empty()), &everywhere, &[here]).allows());
}

fn effects() -> impl Strategy<Value = Effect> {
    prop_oneof![Just(Effect::Allow), Just(Effect::Deny)]
}

fn subjects() -> impl Strategy<Value = Subject> {
    prop_oneof![
        (1..4_u64).prop_map(|id| Subject::User(Id::new(id))),
        (11..15_u64).prop_map(|id| Subject::Role(Id::new(id))),
        Just(Subject::Everyone),
    ]
}

fn targets() -> impl Strategy<Value = Target> {
    let names = |names: &'static [&'static str]| proptest::sample::select(names).prop_map(str::to_owned);
    prop_oneof![
        names(&["/ban", "/kick"]).prop_map(Target::Command),
        names(&["moderation", "members"]).prop_map(Target::Feature),
    ]
}

/// Grants as a server may have them: of each key at most one.
fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let channels = proptest::option::of(proptest::sample::select(&[HERE, ELSEWHERE][..]));
    proptest::collection::hash_map((subjects(), targets(), channels), effects(), 0..24).prop_map(|by_key| {
        let numbered = by_key.into_iter().zip(1..);
        numbered.map(|(((subject, target, channel), effect), id)| grant(id, effect, subject, target, channel)).collect()
    })
}

fn permissions() -> impl Strategy<Value = Permissions> {
    proptest::sample::select(vec![Permissions::empty(), Permissions::BAN_MEMBERS, Permissions::KICK_MEMBERS])
}

proptest! {
    #[test]
    fn nobody_can_lock_an_administrator_out(grants in grants(), is_timed_out: bool) {
        let boss = Person { is_timed_out, ..person(Permissions::ADMINISTRATOR) };
        prop_assert_eq!(decide(&boss, &ASKED, &grants), Because::Administers);
    }

    #[test]
    fn the_order_in_which_grants_are_read_changes_nothing(
        (grants, shuffled) in grants().prop_flat_map(|grants| (Just(grants.clone()), Just(grants).prop_shuffle())),
        held in permissions(),
    ) {
        prop_assert_eq!(decide(&person(held), &ASKED, &grants), decide(&person(held), &ASKED, &shuffled));
    }

    #[test]
    fn what_is_about_others_other_things_or_other_places_changes_nothing(grants in grants(), held in permissions()) {
        let person = person(held);
        let about_it: Vec<_> = grants.iter().filter(|grant| applies(grant, &person, &ASKED)).cloned().collect();
        for grant in &about_it {
            let key = &grant.key;
            prop_assert!(matches!(key.subject, Subject::Everyone) || key.subject == user() || [role(ROLE), role(OTHER_ROLE)].contains(&key.subject));
            prop_assert!(key.target == command() || key.target == feature());
            prop_assert!(key.channel != Some(Id::new(ELSEWHERE)));
        }
        prop_assert_eq!(decide(&person, &ASKED, &grants), decide(&person, &ASKED, &about_it));
    }

    #[test]
    fn the_grant_that_is_named_is_what_decides(grants in grants(), held in permissions()) {
        let person = person(held);
        match decide(&person, &ASKED, &grants) {
            Because::Granted(named) | Because::Denied(named) => {
                prop_assert!(applies(&named, &person, &ASKED));
                // Turned round it decides the other way, unless an equally specific denial of another role stands beside it.
                let turned: Vec<Grant> = grants.iter().map(|grant| {
                    let effect = if grant.effect == Effect::Allow { Effect::Deny } else { Effect::Allow };
                    if grant.id == named.id { Grant { effect, ..grant.clone() } } else { grant.clone() }
                }).collect();
                let other_denial = grants.iter().any(|grant| grant.id != named.id && grant.effect == Effect::Deny
                    && applies(grant, &person, &ASKED) && specificity(grant) == specificity(&named));
                let flips = decide(&person, &ASKED, &turned).allows() != (named.effect == Effect::Allow);
                prop_assert!(flips || other_denial);
                prop_assert!(!applies_more_specific(&grants, &named, &person));
            }
            because => {
                prop_assert!(!grants.iter().any(|grant| applies(grant, &person, &ASKED)));
                prop_assert_eq!(because.allows(), held.contains(Permissions::BAN_MEMBERS));
            }
        }
    }
}

fn applies_more_specific(grants: &[Grant], named: &Grant, person: &Person) -> bool {
    grants.iter().any(|grant| applies(grant, person, &ASKED) && specificity(grant) > specificity(named))
}
