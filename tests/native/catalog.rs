//! Every table belongs to a class, and Postgres holds it to it. The classes are the table in migrations/README.md.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use crate::support::Database;

/// Class by table, from the table of migrations/README.md.
fn classes() -> BTreeMap<String, String> {
    let text = include_str!("../../migrations/README.md");
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let (table, class) = (cells.next()?, cells.next()?);
        let table = table.strip_prefix('`')?.strip_suffix('`')?;
        Some((table.to_owned(), class.to_owned()))
    });
    rows.collect()
}

async fn tables(admin: &mut PgConnection) -> Vec<String> {
    let query = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> '_sqlx_migrations' order by 1";
    sqlx::query_scalar(query).fetch_all(admin).await.unwrap()
}

async fn one<T>(admin: &mut PgConnection, sql: &'static str, table: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    sqlx::query_scalar(sql).bind(table).fetch_one(admin).await.unwrap()
}

#[tokio::test]
async fn every_table_is_listed_with_a_class_and_every_listed_table_exists() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let listed: Vec<String> = classes().into_keys().collect();
    assert_eq!(tables(&mut admin).await, listed);
    assert!(classes().values().all(|class| ["tenant", "platform", "queue"].contains(&class.as_str())));
}

#[tokio::test]
async fn row_level_security_is_enabled_and_forced_on_every_table() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    for table in tables(&mut admin).await {
        let sql = "select relrowsecurity and relforcerowsecurity from pg_class where oid = $1::regclass";
        assert!(one::<bool>(&mut admin, sql, &table).await, "{table}");
    }
}

/// Tables whose rows the worker may delete: what hangs on a record and goes with its words, what retention or somebody's
/// right to be forgotten ends, and what is over, or was given back.
const DELETABLE: [&str; 15] = [
    "case_evidence",
    "case_notes",
    "channel_locks",
    "command_runs",
    "deletion_entries",
    "grants",
    "journal_entries",
    "members",
    "memberships",
    "message_searches",
    "message_versions",
    "messages",
    "pending_members",
    "presence_guilds",
    "presences",
];
/// What runs as the owner: it alone may attach and drop partitions, and forced row-level security shows it no row.
const OF_THE_OWNER: [&str; 2] = ["drop_message_partitions", "make_message_partitions"];

#[tokio::test]
async fn the_worker_reaches_tenant_tables_and_the_queue_only_within_its_tenant() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    for (table, class) in classes() {
        let granted = "select has_table_privilege('guildhall_worker', $1, 'select, insert, update, delete, truncate, references, trigger')";
        let granted: bool = one(&mut admin, granted, &table).await;
        assert_eq!(granted, class != "platform", "{table}");
        if class == "platform" {
            continue;
        }
        let sql =
            "select count(*) from pg_attribute where attrelid = $1::regclass and attname = 'tenant_id' and attnotnull";
        assert_eq!(one::<i64>(&mut admin, sql, &table).await, 1, "{table} has a tenant");
        let sql =
            "select string_agg(pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), ''), '')
                   from pg_policy where polrelid = $1::regclass and 'guildhall_worker'::regrole = any(polroles)";
        let policy: String = one(&mut admin, sql, &table).await;
        assert_eq!(policy.matches("current_tenant()").count(), 2, "{table}: {policy}");
        let sql = "select has_table_privilege('guildhall_worker', $1, 'truncate') or has_table_privilege('guildhall_worker', $1, 'delete')";
        let deletes = DELETABLE.contains(&table.as_str());
        assert_eq!(one::<bool>(&mut admin, sql, &table).await, deletes, "{table}: what the worker deletes is listed");
    }
}

#[tokio::test]
async fn without_a_tenant_the_worker_sees_no_row_and_writes_none() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    for (table, class) in classes() {
        if class == "platform" {
            continue;
        }
        let sql = format!(
            "set role guildhall_worker; do $$ begin if exists (select from {table}) then raise 'seen'; end if; end $$; reset role"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
            .execute(&mut admin)
            .await
            .unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

#[tokio::test]
async fn nobody_but_the_resolver_owns_a_function_that_looks_across_tenants() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let of_the_owner = "select array_agg(proname::text order by proname) from pg_proc
                        where pronamespace = 'public'::regnamespace and prosecdef and proowner = 'guildhall_owner'::regrole
                          and not has_function_privilege('guildhall_worker', oid, 'execute')";
    let of_the_owner: Vec<String> = sqlx::query_scalar(of_the_owner).fetch_one(&mut admin).await.unwrap();
    assert_eq!(of_the_owner, OF_THE_OWNER);
    let sql = "select coalesce(string_agg(proname, ', '), '') from pg_proc
               where pronamespace = 'public'::regnamespace and prosecdef
                 and (proowner <> 'guildhall_resolver'::regrole and proname <> all ($1)
                      or not coalesce(proconfig @> array['search_path=public, pg_temp'], false)
                      or has_function_privilege('public', oid, 'execute'))";
    let offenders: String = sqlx::query_scalar(sql).bind(OF_THE_OWNER.as_slice()).fetch_one(&mut admin).await.unwrap();
    assert_eq!(offenders, "");
}

/// What the relay writes, for all tenants.
const OF_THE_RELAY: [&str; 15] = [
    "channels",
    "gateway_ahead",
    "gateway_budgets",
    "gateway_events",
    "gateway_gap_guilds",
    "gateway_gaps",
    "gateway_identifies",
    "gateway_rejects",
    "gateway_shards",
    "guilds",
    "members",
    "message_versions",
    "messages",
    "presences",
    "roles",
];

#[tokio::test]
async fn the_relay_writes_the_mirror_and_its_own_tables_and_nothing_else() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    for (table, _) in classes() {
        let sql = "select has_table_privilege('guildhall_relay', $1, 'insert, update, delete, truncate, references, trigger')";
        assert_eq!(one::<bool>(&mut admin, sql, &table).await, OF_THE_RELAY.contains(&table.as_str()), "{table}");
        let reads = OF_THE_RELAY.contains(&table.as_str()) && table != "gateway_events";
        let others = ["installations", "message_keys", "message_sealing", "presence_guilds", "subscriptions"];
        let reads = reads || others.contains(&table.as_str());
        let sql = "select has_table_privilege('guildhall_relay', $1, 'select')";
        assert_eq!(one::<bool>(&mut admin, sql, &table).await, reads, "{table}");
    }
    let sql = "select string_agg(attname, ' ' order by attname) from pg_attribute
               where attrelid = $1::regclass and attnum > 0 and has_column_privilege('guildhall_relay', attrelid, attnum, 'update')";
    assert_eq!(one::<String>(&mut admin, sql, "bots").await, "gateway_problem refused_intents sealed_token");
}

#[tokio::test]
async fn a_worker_without_a_relay_may_read_tokens_and_nothing_else_that_one_behind_a_relay_may_not() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let sql = "select coalesce(string_agg(proname, ' '), '') from pg_proc where pronamespace = 'public'::regnamespace
               and has_function_privilege('guildhall_direct', oid, 'execute')
               and not has_function_privilege('guildhall_worker', oid, 'execute')";
    assert_eq!(sqlx::query_scalar::<_, String>(sql).fetch_one(&mut admin).await.unwrap(), "bot_token");
    for (table, _) in classes() {
        for right in ["select", "insert", "update", "delete"] {
            let sql = "select has_table_privilege('guildhall_direct', $1, $2) = has_table_privilege('guildhall_worker', $1, $2)
                       and not (has_any_column_privilege('guildhall_worker', 'bots', 'select'))";
            let same: bool = sqlx::query_scalar(sql).bind(&table).bind(right).fetch_one(&mut admin).await.unwrap();
            assert!(same, "{right} on {table}");
        }
    }
}

#[tokio::test]
async fn nobody_has_a_right_on_a_partition_and_its_rows_are_shut() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let sql = "select count(*), count(*) filter (where relacl is null and relrowsecurity and relforcerowsecurity
                 and relowner = 'guildhall_owner'::regrole) from pg_class where relispartition and relkind = 'r'";
    let (all, shut): (i64, i64) = sqlx::query_as(sql).fetch_one(&mut admin).await.unwrap();
    assert!(all >= 2 && all == shut, "{shut} of {all}");
}

#[tokio::test]
async fn no_role_that_signs_in_may_bypass_row_level_security_or_become_the_resolver() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let sql = "select coalesce(string_agg(rolname, ', '), '') from pg_roles
               where rolname like 'guildhall%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)";
    let offenders: String = sqlx::query_scalar(sql).fetch_one(&mut admin).await.unwrap();
    assert_eq!(offenders, "");
    for role in ["guildhall_worker", "guildhall_direct", "guildhall_relay"] {
        let sql =
            "select pg_has_role($1, 'guildhall_resolver', 'member') or pg_has_role($1, 'guildhall_owner', 'member')";
        assert!(!one::<bool>(&mut admin, sql, role).await, "{role}");
    }
}
