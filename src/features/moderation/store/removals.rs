//! Which cases made people leave.

use serde_json::{Value, json};
use twilight_model::id::{Id, marker::GuildMarker};

use crate::{
    db::{Error, Fields, Result, Row, Tx, params},
    features::moderation::model::{CaseKind, Leaver, Removal, Way},
};

/// The case that made each of these people leave, in their order. None: they left by themselves, as far as we know.
///
/// It is the newest whose act was done while they were members, which an act by hand tells by its entry in Discord's audit
/// log. It may seem to be done after they had left: the two are told by different clocks. Of who is not known to have been a
/// member since, only an act of the last minutes counts.
pub async fn removals(tx: &Tx, guild: Id<GuildMarker>, leavers: &[Leaver]) -> Result<Vec<Option<Removal>>> {
    let leavers = leavers.iter().enumerate().map(|(place, leaver)| {
        let user = leaver.user.get().cast_signed();
        json!({ "place": place, "user_id": user, "since": leaver.since, "left_at": leaver.at })
    });
    let rows = tx
        .rows(
            "select removal.number, removal.kind, removal.moderator_user_id
             from jsonb_to_recordset($2) as leaver (place integer, user_id bigint, since timestamptz, left_at timestamptz)
             left join lateral (
               select c.number, c.kind, c.moderator_user_id from cases c
               cross join lateral (
                 select coalesce(
                   to_timestamp(((c.audit_entry_id >> 22) + 1420070400000) / 1000.0),
                   (select min(finished_at) from tasks
                    where guild_id = c.guild_id and kind = 'effect' and state = 'done'
                      and subject = coalesce(c.effect_subject, 'case/' || c.number)
                      and payload ->> 'act' in ('kick', 'ban', 'soft_ban', 'ban_many'))) as done_at
               ) act
               where c.guild_id = $1 and c.user_id = leaver.user_id and c.kind in ('kick', 'ban', 'softban')
                 and c.deleted_at is null
                 and act.done_at > coalesce(leaver.since, leaver.left_at - interval '10 minutes')
                 and act.done_at < leaver.left_at + interval '10 seconds'
               order by c.number desc limit 1
             ) removal on true
             order by leaver.place",
            params![guild, Value::from_iter(leavers)],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Option<Removal>> {
    let Some(case) = row.field("number")? else { return Ok(None) };
    let kind: &str = row.field("kind")?;
    let way = CaseKind::from_column(kind).and_then(Way::of);
    let way = way.ok_or_else(|| Error::Statement(format!("case kind {kind}")))?;
    Ok(Some(Removal { case, way, moderator: row.id("moderator_user_id")? }))
}
