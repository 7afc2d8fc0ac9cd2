//! How Postgres finds what lists show, read from the plans that it says it used for the worker's own statements.

use guildhall::discord::snowflake;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::{App, Explained, Person};

/// That the statements were read by this index, and no table of a tenant's row by row.
fn assert_reads(plans: &[String], index: &str) {
    assert!(!plans.is_empty(), "a statement was heard");
    // Nothing is quicker to read than a partition with nothing in it.
    let is_whole = |line: &&str| line.contains("Seq Scan") && !line.contains("(cost=0.00..0.00");
    for plan in plans {
        assert_eq!(plan.lines().find(is_whole), None, "{plan}");
    }
    assert!(plans.iter().any(|plan| plan.contains(index)), "{index}: {plans:#?}");
}

fn guild(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}{rest}", app.demo.guild))
}

/// Two tenants, the demo's and another, with the demo's bot, guild, channels and a snowflake of now: what statements that fill
/// tables select from.
const DEMO: &str = "with demo (tenant, other, bot, guild, channel, elsewhere, first) as
    (values ($1::uuid, $2::uuid, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint)) ";

/// Fills a table with rows of two tenants; a snowflake from which ids of messages count on.
async fn fill(app: &App, insert: &str) -> i64 {
    let (demo, other) = (&app.demo, Uuid::from_u128(1));
    let first = snowflake::first_of(Timestamp::now()).cast_signed();
    let mut admin = app.admin().await;
    let sql = "insert into tenants (id, name) values ($1, 'Other') on conflict do nothing";
    sqlx::query(sql).bind(other).execute(&mut admin).await.unwrap();
    let ids = [demo.application, demo.guild, demo.channel, demo.mod_log].map(u64::cast_signed);
    let query = sqlx::query(AssertSqlSafe(format!("{DEMO}{insert}"))).bind(app.tenant).bind(other);
    let query = ids.into_iter().chain([first]).fold(query, |query, id| query.bind(id));
    query.execute(&mut admin).await.unwrap();
    first
}

async fn check(explained: &Explained, person: &Person<'_>, table: &str, lists: &[(String, &str)]) {
    for (path, index) in lists {
        let plans = explained.plans(table, async {
            let answer = person.get(path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        });
        assert_reads(&plans.await, index);
    }
}

#[tokio::test]
async fn effects_are_found_by_an_index_however_they_are_asked_for() {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    let viewer = app.member(app.demo.owner, "ada", "viewer").await;
    fill(
        app,
        "insert into tasks (tenant_id, application_id, guild_id, kind, subject, unique_key, payload, about_user_id, state, run_at)
         select case when n % 100 < 50 then tenant else other end, bot, case when n % 100 = 0 then guild else n % 100 end,
           case when n % 1000 > 800 then 'moderation.log_case' else 'effect' end, 'case/' || n / 4, n::text,
           jsonb_build_object('act', 'ban', 'user', n % 500), n % 500,
           case when n % 1000 = 0 then 'dead' else 'done' end, now()
         from demo, generate_series(1, 60000) n",
    )
    .await;
    app.execute("vacuum analyze tasks").await;
    let lists = [
        (guild(app, "/effects"), "tasks_effects"),
        (guild(app, "/effects?cursor=50000"), "tasks_effects"),
        (guild(app, "/effects?state=dead"), "tasks_effects_by_state"),
        (guild(app, "/effects?state=done"), "tasks_effects"),
        (guild(app, "/effects?subject=case/50"), "tasks_of_subject"),
        (guild(app, "/effects?user_id=100"), "tasks_effects_about"),
        (guild(app, "/effects?format=csv"), "tasks_effects"),
    ];
    check(&explained, &viewer, "tasks", &lists).await;
}

#[tokio::test]
async fn command_runs_are_found_by_an_index_however_they_are_asked_for() {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    fill(
        app,
        "insert into command_runs (tenant_id, application_id, guild_id, interaction_id, user_id, command, outcome, deferred, duration_ms)
         select case when n % 100 < 50 then tenant else other end, bot, case when n % 100 = 0 then guild else n % 100 end,
           n, n % 500 + 1, case when n % 500 = 0 then 'case show' else 'warn' end,
           case when n % 1000 = 0 then 'failed' else 'answered' end, false, 5
         from demo, generate_series(1, 60000) n",
    )
    .await;
    app.execute("vacuum analyze command_runs").await;
    let lists = [
        (guild(app, "/command-runs"), "command_runs_of_guild"),
        (guild(app, "/command-runs?cursor=50000"), "command_runs_of_guild"),
        (guild(app, "/command-runs?user_id=101"), "command_runs_of_user"),
        (guild(app, "/command-runs?command=case%20show"), "command_runs_of_command"),
        (guild(app, "/command-runs?outcome=failed"), "command_runs_unanswered"),
        (guild(app, "/command-runs?outcome=answered"), "command_runs_of_guild"),
    ];
    check(&explained, &moderator, "command_runs", &lists).await;
}

#[tokio::test]
async fn versions_of_settings_are_found_by_their_key() {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    let viewer = app.member(app.demo.owner, "ada", "viewer").await;
    fill(
        app,
        "insert into settings_versions (tenant_id, guild_id, feature, version, value, author_user_id, author_name)
         select case when n % 2 = 0 then tenant else other end,
           case when n % 4 < 2 then guild else bot end, 'moderation', n / 4 + 1, jsonb_build_object('reason_required', n % 8 < 4), 5, 'ada'
         from demo, generate_series(0, 9999) n",
    )
    .await;
    app.execute("vacuum analyze settings_versions").await;
    let lists = [
        (guild(app, "/settings"), "settings_versions_pkey"),
        (guild(app, "/settings/moderation"), "settings_versions_pkey"),
        (guild(app, "/settings/moderation/versions"), "settings_versions_pkey"),
        (guild(app, "/settings/moderation/versions?cursor=900&format=csv"), "settings_versions_pkey"),
    ];
    check(&explained, &viewer, "settings_versions", &lists).await;
}

#[tokio::test]
async fn messages_are_found_by_an_index_however_they_are_asked_for() {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    app.mirror().await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let first = fill(
        app,
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content, mentioned_user_ids)
         select case when n % 2 = 0 then tenant else other end, guild, case when n % 10 = 0 then channel else elsewhere end, first + n, n % 50 + 1, 'somebody',
           'number ' || n || ' of many ' || md5(n::text), case when n % 100 = 0 then array[n::bigint] else '{}' end
         from demo, generate_series(1, 24000) n",
    )
    .await;
    let channel = app.demo.channel;
    app.execute("vacuum analyze messages").await;
    let message = first + 12_000;
    for (rest, index) in [
        ("?query=4242".to_owned(), "_guild_id_words_idx"),
        ("?contains=c4ca4".to_owned(), "_guild_id_message_text_idx"),
        ("?mentions=4200".to_owned(), "_mentioned_user_ids_idx"),
        ("?from=7".to_owned(), "_author_user_id_message_id_idx"),
        (format!("?in={channel}"), "_channel_id_message_id_idx"),
        (format!("/{message}"), "Index Scan"),
        (format!("/{message}/context"), "_channel_id_message_id_idx"),
    ] {
        let lists = [(guild(app, &format!("/messages{rest}")), index)];
        check(&explained, &moderator, "messages", &lists).await;
    }
    // Around a message its nearest are read, and not the whole channel.
    let path = guild(app, &format!("/messages/{message}/context"));
    let plans = explained.plans("place", async { drop(moderator.get(&path).await) }).await;
    for side in ["message_id <= ", "message_id > "] {
        let is_bound =
            |line: &str| line.contains("Index Cond") && line.contains("channel_id = ") && line.contains(side);
        assert!(plans.iter().any(|plan| plan.lines().any(is_bound)), "{side}: {plans:#?}");
    }
}

#[tokio::test]
async fn people_grants_and_what_they_changed_are_found_by_an_index() {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    for sql in [
        "insert into audit_entries (tenant_id, guild_id, action, subject, actor_user_id, actor_name, via, request)
         select case when n % 2 = 0 then tenant else other end, guild, 'case.open', 'case/' || n, bot + n % 99, 'x', 'discord', '1'
         from demo, generate_series(1, 20000) n",
        "insert into memberships (tenant_id, user_id, user_name, role)
         select case when n % 2 = 0 then tenant else other end, n, 'x', 'viewer'
         from demo, generate_series(1, 20000) n",
        "insert into invitations (tenant_id, token_hash, role, created_by_user_id, created_by_name, expires_at)
         select case when n % 2 = 0 then tenant else other end, sha256(n::text::bytea), 'viewer', bot, 'x', now()
         from demo, generate_series(1, 20000) n",
        "insert into support_grants (tenant_id, role, reason, created_by_user_id, created_by_name, expires_at)
         select case when n % 2 = 0 then tenant else other end, 'viewer', 'x', bot, 'x', now()
         from demo, generate_series(1, 20000) n",
        "insert into grants (tenant_id, guild_id, user_id, feature, effect, created_by_user_id)
         select case when n % 2 = 0 then tenant else other end, case when n % 40 = 0 then guild else 7 end, n, 'messages', 'allow', bot
         from demo, generate_series(1, 20000) n",
    ] {
        fill(app, sql).await;
    }
    app.execute("vacuum analyze audit_entries, memberships, invitations, support_grants, grants").await;
    let guild = app.demo.guild;
    for (table, path) in [
        ("audit_entries", "/audit".to_owned()),
        ("audit_entries", "/audit?action=case.open".to_owned()),
        ("audit_entries", format!("/audit?guild_id={guild}&cursor=9000")),
        ("audit_entries", format!("/audit?actor_user_id={}", app.demo.application + 7)),
        ("audit_entries", "/audit?subject=case/500".to_owned()),
        ("memberships", "/members?cursor=500".to_owned()),
        ("invitations", "/invitations".to_owned()),
        ("support_grants", "/support".to_owned()),
        ("grants", format!("/guilds/{guild}/grants")),
        ("grants", format!("/guilds/{guild}/grants?user_id=80")),
    ] {
        check(&explained, &owner, table, &[(app.tenant(&path), "Index")]).await;
    }
}
