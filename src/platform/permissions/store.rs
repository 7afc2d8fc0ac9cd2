//! Rows of grants. The tenant is the transaction's own.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker},
};

use super::{Effect, Grant, Key, MOST, Subject, Target};
use crate::db::{Error, Fields, Param, Result, Row, Tx, params};

macro_rules! columns {
    () => {
        "id, user_id, role_id, command, feature, channel_id, effect, created_by_user_id, created_at"
    };
}

/// Which grants a list shows; what is None does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub subject: Option<Subject>,
    pub target: Option<Target>,
}

/// A grant in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub grant: Grant,
    /// It is about a role that the mirrored server has not.
    pub is_of_gone_role: bool,
}

/// The grants that apply to somebody, in whichever channel: those about one command (its full name) or its feature, or,
/// without `about`, all of them.
pub async fn of_person(
    tx: &Tx,
    guild: Id<GuildMarker>,
    (user, roles): (Id<UserMarker>, &[Id<RoleMarker>]),
    about: Option<(Option<&str>, &str)>,
) -> Result<Vec<Grant>> {
    let roles: Vec<i64> = roles.iter().map(|role| role.get().cast_signed()).collect();
    let (command, feature) = (about.and_then(|(command, _)| command), about.map(|(_, feature)| feature));
    let rows = tx
        .rows(
            concat!(
                "select ",
                columns!(),
                " from grants
                 where guild_id = $1 and (user_id = $2 or role_id = any($3) or user_id is null and role_id is null)
                   and ($5::text is null or command = $4 or feature = $5)"
            ),
            params![guild, user, roles, command, feature],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// The grants that fit, with ids below `before`, newest first, at most `limit`.
pub async fn page(tx: &Tx, guild: Id<GuildMarker>, filter: &Filter, before: i64, limit: i64) -> Result<Vec<Listed>> {
    let (user, role) = filter.subject.map_or((None, None), of_subject);
    let (command, feature) = filter.target.as_ref().map_or((None, None), of_target);
    let rows = tx
        .rows(
            concat!(
                "select ",
                columns!(),
                ", role_id is not null and exists (select from roles r where r.guild_id = $1)
                   and not exists (select from roles r where r.guild_id = $1 and r.role_id = g.role_id) as is_of_gone_role
                 from grants g
                 where guild_id = $1 and id < $2
                   and (not $3 or user_id is not distinct from $4 and role_id is not distinct from $5)
                   and ($6::text is null or command = $6) and ($7::text is null or feature = $7)
                 order by id desc limit $8"
            ),
            params![guild, before, filter.subject.is_some(), user, role, command, feature, limit],
        )
        .await?;
    let listed = |row: &Row| Ok(Listed { grant: read(row)?, is_of_gone_role: row.field("is_of_gone_role")? });
    rows.iter().map(listed).collect()
}

/// A grant by its id.
pub async fn find(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<Option<Grant>> {
    let sql = concat!("select ", columns!(), " from grants where guild_id = $1 and id = $2");
    tx.row(sql, params![guild, id]).await?.as_ref().map(read).transpose()
}

/// The grant of that key.
pub async fn of_key(tx: &Tx, guild: Id<GuildMarker>, key: &Key) -> Result<Option<Grant>> {
    let sql = concat!(
        "select ",
        columns!(),
        " from grants where guild_id = $1 and user_id is not distinct from $2 and role_id is not distinct from $3
            and command is not distinct from $4 and feature is not distinct from $5 and channel_id is not distinct from $6"
    );
    tx.row(sql, of(guild, key)).await?.as_ref().map(read).transpose()
}

/// Writes a grant, or the new decision about one that is there; whether there was room. Whoever calls it has taken their
/// turn, so that the count is still true.
pub async fn put(tx: &Tx, guild: Id<GuildMarker>, key: &Key, effect: Effect, by: Id<UserMarker>) -> Result<bool> {
    let mut params = of(guild, key);
    params.extend(params![effect.column(), by, MOST]);
    let changed = tx
        .execute(
            "insert into grants (guild_id, user_id, role_id, command, feature, channel_id, effect, created_by_user_id)
             select $1, $2, $3, $4, $5, $6, $7, $8
             where (select count(*) from grants where guild_id = $1) < $9
               or exists (select from grants where guild_id = $1 and user_id is not distinct from $2
                 and role_id is not distinct from $3 and command is not distinct from $4
                 and feature is not distinct from $5 and channel_id is not distinct from $6)
             on conflict on constraint grants_key do update
               set effect = excluded.effect, created_by_user_id = excluded.created_by_user_id, created_at = now()",
            params,
        )
        .await?;
    Ok(changed == 1)
}

/// Deletes a grant, and says what it was by then. None: it is gone already.
pub async fn delete(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<Option<Grant>> {
    let sql = concat!("delete from grants where guild_id = $1 and id = $2 returning ", columns!());
    tx.row(sql, params![guild, id]).await?.as_ref().map(read).transpose()
}

/// Deletes all grants to a role that is gone.
pub async fn delete_of_role(tx: &Tx, guild: Id<GuildMarker>, role: Id<RoleMarker>) -> Result<Vec<Grant>> {
    let sql = concat!("delete from grants where guild_id = $1 and role_id = $2 returning ", columns!());
    tx.rows(sql, params![guild, role]).await?.iter().map(read).collect()
}

/// Deletes all grants for a channel that is gone.
pub async fn delete_of_channel(tx: &Tx, guild: Id<GuildMarker>, channel: Id<ChannelMarker>) -> Result<Vec<Grant>> {
    let sql = concat!("delete from grants where guild_id = $1 and channel_id = $2 returning ", columns!());
    tx.rows(sql, params![guild, channel]).await?.iter().map(read).collect()
}

fn of_subject(subject: Subject) -> (Option<Id<UserMarker>>, Option<Id<RoleMarker>>) {
    match subject {
        Subject::User(user) => (Some(user), None),
        Subject::Role(role) => (None, Some(role)),
        Subject::Everyone => (None, None),
    }
}

fn of_target(target: &Target) -> (Option<&str>, Option<&str>) {
    match target {
        Target::Command(name) => (Some(name), None),
        Target::Feature(name) => (None, Some(name)),
    }
}

/// The guild, and the columns of the key.
fn of(guild: Id<GuildMarker>, key: &Key) -> Vec<Param> {
    let ((user, role), (command, feature)) = (of_subject(key.subject), of_target(&key.target));
    params![guild, user, role, command, feature, key.channel]
}

fn read(row: &Row) -> Result<Grant> {
    let subject = match (row.maybe_id("user_id")?, row.maybe_id("role_id")?) {
        (Some(user), _) => Subject::User(user),
        (None, Some(role)) => Subject::Role(role),
        (None, None) => Subject::Everyone,
    };
    let target = match (row.field::<Option<String>>("command")?, row.field::<Option<String>>("feature")?) {
        (Some(command), _) => Target::Command(command),
        (None, Some(feature)) => Target::Feature(feature),
        (None, None) => return Err(Error::Statement("a grant about nothing".to_owned())),
    };
    let effect = match row.field("effect")? {
        "allow" => Effect::Allow,
        _ => Effect::Deny,
    };
    Ok(Grant {
        id: row.field("id")?,
        key: Key { subject, target, channel: row.maybe_id("channel_id")? },
        effect,
        created_by: row.id("created_by_user_id")?,
        created_at: row.field::<Timestamp>("created_at")?,
    })
}
