//! Every column that holds somebody's id is declared, so that exports and erasures reach it.

use std::collections::BTreeSet;

use guildhall::{features, platform::personal};

use crate::support::Database;

#[tokio::test]
async fn every_column_with_somebodys_id_is_declared_and_every_declared_one_exists() {
    let database = Database::create().await;
    let mut admin = database.admin().await;
    let sql = "select relname || '.' || attname from pg_attribute join pg_class on pg_class.oid = attrelid
               where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                 and attnum > 0 and not attisdropped and attname ~ '(^|_)user_ids?$'";
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut admin).await.unwrap();
    let declared = personal::declared(features::ALL)
        .flat_map(|part| part.columns.iter().map(|column| format!("{}.{column}", part.table)));
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), declared.collect::<BTreeSet<_>>());
}

#[test]
fn what_is_kept_says_why_and_what_is_erased_belongs_to_a_server() {
    for part in personal::declared(features::ALL) {
        assert!(part.what.ends_with('.'), "{}", part.table);
        assert!(part.kept_because().is_none_or(|why| why.ends_with('.')), "{}", part.table);
        let statements = [part.export, part.erasure()];
        for statement in statements.into_iter().flatten() {
            assert!(statement.contains("guild_id = $1") && statement.contains("current_tenant()"), "{statement}");
        }
    }
}
