//! What waits for a batch, in whatever order it comes and however often a batch fails.

use serde_json::{Value, json, value::to_raw_value};

use super::*;

fn updated(user: i64, status: &str) -> Updated {
    let data = json!({ "guild_id": "1", "user": { "id": user.to_string() }, "status": status, "activities": [{ "name": "x" }],
                       "client_status": { "desktop": status, "web": "idle" } });
    Updated::read(&to_raw_value(&data).unwrap(), 7, |guild| guild == 1).unwrap().unwrap()
}

fn chunk(index: u64, users: &[i64]) -> Chunk {
    let online: Vec<Value> =
        users.iter().map(|user| json!({ "user": { "id": user.to_string() }, "status": "idle" })).collect();
    let data = json!({ "guild_id": "1", "members": [], "chunk_index": index, "chunk_count": 2, "presences": online });
    Chunk::read(&to_raw_value(&data).unwrap(), 7).unwrap().unwrap()
}

/// The statuses that wait, and how much they say of others.
fn waiting(taken: &Taken) -> (Vec<(i64, &'static str)>, Reach) {
    let news = &taken.news[&1];
    (news.people.iter().map(|(user, presence)| (*user, presence.status.column())).collect(), news.reach)
}

#[test]
fn the_newest_of_each_person_waits_until_it_is_written() {
    let presences = Presences::default();
    presences.updated(updated(5, "online"));
    presences.updated(updated(5, "dnd"));
    presences.updated(updated(6, "offline"));
    let failed = presences.take();
    assert_eq!(waiting(&failed), (vec![(5, "dnd"), (6, "offline")], Reach::Some));
    presences.updated(updated(6, "idle"));
    drop(failed);
    let taken = presences.take();
    assert_eq!(waiting(&taken), (vec![(5, "dnd"), (6, "idle")], Reach::Some));
    taken.written();
    assert!(presences.take().news.is_empty());
}

#[test]
fn all_who_are_online_replace_what_was_known_and_what_comes_later_changes_them() {
    let presences = Presences::default();
    presences.updated(updated(5, "online"));
    let failed = presences.take();
    let data = json!({ "id": "1", "member_count": 9, "presences": [{ "user": { "id": "6" }, "status": "idle" },
                                                                  { "user": { "id": "8" }, "status": "offline" }] });
    let Arrived { guild, online } = Arrived::read(&to_raw_value(&data).unwrap(), 7).unwrap();
    presences.arrived(guild, online.unwrap());
    drop(failed);
    let failed = presences.take();
    assert_eq!(waiting(&failed), (vec![(6, "idle")], Reach::All));
    presences.updated(updated(6, "offline"));
    drop(failed);
    assert_eq!(waiting(&presences.take()), (vec![(6, "offline")], Reach::All));
}

#[test]
fn members_that_come_in_parts_are_all_with_the_last_of_them() {
    let presences = Presences::default();
    presences.chunk(chunk(1, &[9]));
    assert!(presences.take().news.is_empty(), "its first part was not heard");
    presences.chunk(chunk(0, &[5, 6, 7]));
    presences.left(1, 7);
    presences.updated(updated(5, "offline"));
    presences.take().written();
    presences.chunk(chunk(1, &[8]));
    assert_eq!(waiting(&presences.take()), (vec![(5, "offline"), (6, "idle"), (8, "idle")], Reach::All));
}

#[test]
fn who_has_left_is_not_written_and_what_is_too_much_is_asked_for_again() {
    let presences = Presences::default();
    presences.updated(updated(5, "online"));
    presences.left(1, 5);
    assert_eq!(waiting(&presences.take()), (vec![], Reach::Some));
    let many = |count: i64| (1..=count).for_each(|user| presences.updated(Updated { user, ..updated(5, "online") }));
    many(i64::try_from(MOST).unwrap());
    assert_eq!(waiting(&presences.take()).1, Reach::Some);
    many(i64::try_from(MOST).unwrap() + 2);
    assert_eq!(waiting(&presences.take()), (vec![], Reach::Lost));
}

#[test]
fn a_presence_is_read_without_what_somebody_does_and_only_of_servers_that_want_it() {
    let Updated { presence, .. } = updated(5, "dnd");
    assert_eq!(
        (presence.status.column(), presence.clients.column().as_str(), presence.at_ms),
        ("dnd", "{desktop,web}", 7)
    );
    let elsewhere = to_raw_value(&json!({ "guild_id": "2" })).unwrap();
    assert!(Updated::read(&elsewhere, 7, |guild| guild == 1).unwrap().is_none());
    let large = json!({ "id": "1", "member_count": NAMED + 1, "presences": [] });
    assert!(Arrived::read(&to_raw_value(&large).unwrap(), 7).unwrap().online.is_none());
    let data = to_raw_value(&json!({ "id": "1", "name": "Den", "presences": [{ "activities": [] }] })).unwrap();
    let rest: Value = serde_json::from_str(without_presences(&data).unwrap().get()).unwrap();
    assert_eq!(rest, json!({ "id": "1", "name": "Den" }));
    assert!(without_presences(&to_raw_value(&rest).unwrap()).is_none());
}
