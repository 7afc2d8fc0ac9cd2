//! Rows of memberships, invitations and support.

use jiff::Timestamp;
use twilight_model::id::{Id, marker::UserMarker};
use uuid::Uuid;

use crate::{
    db::{Db, Fields, Result, Row, Scope, Tx, params},
    discord::interaction::User,
    features::tenancy::api::{Invitation, Joined, Member, SupportGrant},
    platform::access::{Access, Credential, Role},
};

/// The members after the cursor, by id.
pub async fn members(scope: &Scope, after: Option<i64>, limit: i64) -> Result<Vec<Member>> {
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select user_id, user_name, role, invited_by_user_id, expires_at, version, created_at from memberships
                 where tenant_id = (select current_tenant()) and user_id > coalesce($1::bigint, 0) order by user_id limit $2",
                params![after, limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read_member).collect()
}

/// One of them.
pub async fn member(tx: &Tx, user: Id<UserMarker>) -> Result<Option<Member>> {
    let row = tx
        .row(
            "select user_id, user_name, role, invited_by_user_id, expires_at, version, created_at from memberships
             where tenant_id = (select current_tenant()) and user_id = $1",
            params![user],
        )
        .await?;
    row.as_ref().map(read_member).transpose()
}

/// Changes a membership of that version. `days`: until it ends, 0 for never, none to leave it. None: they are the last owner.
/// Owners are locked first, so that no two make each other the last.
pub async fn change_member(
    tx: &Tx,
    user: Id<UserMarker>,
    seen: i32,
    role: Role,
    days: Option<i32>,
) -> Result<Option<Member>> {
    let row = tx
        .row(
            "with owners as materialized (
               select user_id from memberships where tenant_id = (select current_tenant()) and role = 'owner' order by user_id for update)
             update memberships set role = $3, version = version + 1,
               expires_at = case when $4::integer is null then expires_at when $4 = 0 then null else now() + make_interval(days => $4) end
             where tenant_id = (select current_tenant()) and user_id = $1 and version = $2
               and ($3 = 'owner' or exists (select from owners where user_id <> $1))
             returning user_id, user_name, role, invited_by_user_id, expires_at, version, created_at",
            params![user, seen, role.column(), days],
        )
        .await?;
    row.as_ref().map(read_member).transpose()
}

/// Ends a membership. False: they are the last owner.
pub async fn end_member(tx: &Tx, user: Id<UserMarker>) -> Result<bool> {
    let ended = tx
        .execute(
            "with owners as materialized (
               select user_id from memberships where tenant_id = (select current_tenant()) and role = 'owner' order by user_id for update)
             delete from memberships
             where tenant_id = (select current_tenant()) and user_id = $1 and exists (select from owners where user_id <> $1)",
            params![user],
        )
        .await?;
    Ok(ended == 1)
}

/// The invitations before the cursor, newest first.
pub async fn invitations(scope: &Scope, before: Option<Uuid>, limit: i64) -> Result<Vec<Invitation>> {
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select id, role, member_days, created_by_user_id, created_by_name, created_at, expires_at, revoked_at,
                        accepted_by_user_id, accepted_at
                 from invitations
                 where tenant_id = (select current_tenant()) and ($1::uuid is null or (created_at, id) < (
                   select last.created_at, last.id from invitations last where last.id = $1))
                 order by created_at desc, id desc limit $2",
                params![before, limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read_invitation).collect()
}

/// Makes an invitation. None: too many are open.
pub async fn invite(
    tx: &Tx,
    by: &User,
    role: Role,
    member_days: Option<i32>,
    credential: Credential,
    expires_at: Timestamp,
) -> Result<Option<Invitation>> {
    let row = tx
        .row(
            "insert into invitations (token_hash, role, member_days, created_by_user_id, created_by_name, expires_at)
             select $1, $2, $3, $4, $5, $6
             where (select count(*) from invitations
                    where tenant_id = (select current_tenant()) and accepted_at is null and revoked_at is null and expires_at > now()) < 100
             returning id, role, member_days, created_by_user_id, created_by_name, created_at, expires_at, revoked_at,
                       accepted_by_user_id, accepted_at",
            params![credential.to_vec(), role.column(), member_days, by.id, by.shown_name(), expires_at],
        )
        .await?;
    row.as_ref().map(read_invitation).transpose()
}

/// Whether it was open.
pub async fn revoke_invitation(tx: &Tx, invitation: Uuid) -> Result<bool> {
    let revoked = tx
        .execute(
            "update invitations set revoked_at = now()
             where tenant_id = (select current_tenant()) and id = $1 and accepted_at is null and revoked_at is null",
            params![invitation],
        )
        .await?;
    Ok(revoked == 1)
}

/// Takes an invitation. Else the problem's name.
pub async fn accept(
    db: &Db,
    access: &Access,
    credential: Credential,
    request: &str,
) -> Result<std::result::Result<Joined, String>> {
    let sql = "select problem, tenant_id, tenant_name, role from accept_invitation($1, $2, $3, $4)";
    let params = params![credential.to_vec(), access.user, access.user_name.as_str(), request];
    let row = db.call_row(sql, params).await?;
    if let Some(problem) = row.field::<Option<String>>("problem")? {
        return Ok(Err(problem));
    }
    Ok(Ok(Joined { tenant_id: row.field("tenant_id")?, tenant_name: row.field("tenant_name")?, role: role(&row)? }))
}

/// The grants before the cursor, newest first.
pub async fn support_grants(scope: &Scope, before: Option<Uuid>, limit: i64) -> Result<Vec<SupportGrant>> {
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select id, role, reason, created_by_user_id, created_by_name, created_at, expires_at, revoked_at from support_grants
                 where tenant_id = (select current_tenant()) and ($1::uuid is null or (created_at, id) < (
                   select last.created_at, last.id from support_grants last where last.id = $1))
                 order by created_at desc, id desc limit $2",
                params![before, limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read_support).collect()
}

/// Lets the operators in.
pub async fn grant_support(
    tx: &Tx,
    by: &User,
    role: Role,
    reason: &str,
    expires_at: Timestamp,
) -> Result<SupportGrant> {
    let row = tx
        .row(
            "insert into support_grants (role, reason, created_by_user_id, created_by_name, expires_at)
             values ($1, $2, $3, $4, $5)
             returning id, role, reason, created_by_user_id, created_by_name, created_at, expires_at, revoked_at",
            params![role.column(), reason, by.id, by.shown_name(), expires_at],
        )
        .await?;
    let row = row.ok_or_else(|| crate::db::Error::Statement("a grant was not written".to_owned()))?;
    read_support(&row)
}

/// Whether somebody was let in by it.
pub async fn revoke_support(tx: &Tx, grant: Uuid) -> Result<bool> {
    let revoked = tx
        .execute(
            "update support_grants set revoked_at = now()
             where tenant_id = (select current_tenant()) and id = $1 and revoked_at is null and expires_at > now()",
            params![grant],
        )
        .await?;
    Ok(revoked == 1)
}

fn role(row: &Row) -> Result<Role> {
    Ok(Role::from_column(row.field("role")?).unwrap_or(Role::Viewer))
}

fn read_member(row: &Row) -> Result<Member> {
    Ok(Member {
        user_id: row.id("user_id")?,
        user_name: row.field("user_name")?,
        role: role(row)?,
        invited_by_user_id: row.maybe_id("invited_by_user_id")?,
        expires_at: row.field("expires_at")?,
        version: row.field("version")?,
        created_at: row.field("created_at")?,
    })
}

fn read_invitation(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.field("id")?,
        role: role(row)?,
        member_days: row.field("member_days")?,
        created_by_user_id: row.id("created_by_user_id")?,
        created_by_name: row.field("created_by_name")?,
        created_at: row.field("created_at")?,
        expires_at: row.field("expires_at")?,
        revoked_at: row.field("revoked_at")?,
        accepted_by_user_id: row.maybe_id("accepted_by_user_id")?,
        accepted_at: row.field("accepted_at")?,
    })
}

fn read_support(row: &Row) -> Result<SupportGrant> {
    Ok(SupportGrant {
        id: row.field("id")?,
        role: role(row)?,
        reason: row.field("reason")?,
        created_by_user_id: row.id("created_by_user_id")?,
        created_by_name: row.field("created_by_name")?,
        created_at: row.field("created_at")?,
        expires_at: row.field("expires_at")?,
        revoked_at: row.field("revoked_at")?,
    })
}
