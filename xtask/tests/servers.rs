//! The servers that tests and benchmarks stand on: each starts, answers, breaks on demand and comes back.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use sqlx::{Connection, PgConnection};
use xtask::child::Signal;
use xtask::database::{self, Server};
use xtask::pgbouncer::{self, Pgbouncer};
use xtask::postgres::Postgres;
use xtask::workerd::Workerd;
use xtask::{ports, setup};

async fn one(url: &str) -> anyhow::Result<i32> {
    let ask = async {
        let mut connection = PgConnection::connect(url).await?;
        // Unprepared: a pooler in transaction mode may hand each statement to another connection.
        let one = sqlx::query_scalar("select 1").persistent(false).fetch_one(&mut connection).await?;
        anyhow::Ok(one)
    };
    tokio::time::timeout(Duration::from_secs(5), ask).await?
}

#[tokio::test]
async fn a_database_is_copied_from_the_migrated_template_and_belongs_to_the_owner() {
    setup::packages().await.unwrap();
    let postgres = Postgres::scratch().await.unwrap();
    let admin = postgres.admin_url();
    database::prepare(&admin, database::TEMPLATE).await.unwrap();
    let (first, second) =
        tokio::join!(database::copy_template(&admin, "first"), database::copy_template(&admin, "second"));
    first.and(second).unwrap();
    let mut worker = PgConnection::connect(&postgres.url(database::WORKER, "first")).await.unwrap();
    let owner: String = sqlx::query_scalar("select tableowner::text from pg_tables where tablename = 'tasks'")
        .fetch_one(&mut worker)
        .await
        .unwrap();
    assert_eq!(owner, database::OWNER);
    database::drop(&admin, "first").await.unwrap();
    assert!(one(&postgres.url(database::WORKER, "first")).await.is_err());
    database::prepare(&admin, database::TEMPLATE).await.unwrap();
}

#[tokio::test]
async fn roles_with_a_password_sign_in_with_it() {
    setup::packages().await.unwrap();
    let postgres = Postgres::scratch().await.unwrap();
    let server = Server::with_password(&postgres.admin_url(), "c0ffee").unwrap();
    server.reset("guildhall").await.unwrap();
    assert_eq!(one(&server.url(database::WORKER, "guildhall")).await.unwrap(), 1);
    assert!(Server::with_password(&postgres.admin_url(), "'; drop").is_err());
}

#[tokio::test]
async fn a_server_that_was_killed_starts_again_with_its_data() {
    setup::packages().await.unwrap();
    let dir = tempfile::Builder::new().prefix("guildhall-test-").tempdir_in("/var/tmp").unwrap();
    // The server runs as another user when the tests run as root.
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = dir.path().join("data");
    let mut postgres = Postgres::start(&data, ports::free().unwrap()).await.unwrap();
    database::prepare(&postgres.admin_url(), "kept").await.unwrap();
    postgres.kill();
    assert!(one(&postgres.admin_url()).await.is_err());
    postgres.start_again().await.unwrap();
    assert_eq!(one(&postgres.url(database::OWNER, "kept")).await.unwrap(), 1);
}

#[tokio::test]
async fn a_frozen_server_accepts_connections_and_answers_none() {
    setup::packages().await.unwrap();
    let postgres = Postgres::scratch().await.unwrap();
    postgres.freeze();
    assert!(ports::answers(postgres.port()));
    let url = postgres.admin_url();
    let ask = one(&url);
    assert!(tokio::time::timeout(Duration::from_millis(300), ask).await.is_err());
    postgres.thaw();
    assert_eq!(one(&postgres.admin_url()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_full_pooler_refuses_after_its_waiting_time_and_serves_again() {
    setup::packages().await.unwrap();
    let postgres = Postgres::scratch().await.unwrap();
    let small = pgbouncer::Options { pool_size: 1, max_clients: 50, wait_seconds: 1 };
    let pooler = Pgbouncer::start_with(postgres.port(), ports::free().unwrap(), small).await.unwrap();
    let url = pooler.url(xtask::postgres::ADMINISTRATOR, "postgres");
    let mut holder = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("begin").execute(&mut holder).await.unwrap();
    assert!(one(&url).await.is_err());
    sqlx::raw_sql("commit").execute(&mut holder).await.unwrap();
    assert_eq!(one(&url).await.unwrap(), 1);
}

#[tokio::test]
async fn a_worker_sees_its_bindings_and_survives_a_restart() {
    setup::packages().await.unwrap();
    let modules = tempfile::tempdir().unwrap();
    let script = "export default { fetch(request, env) { return new Response(env.GREETING) } }";
    std::fs::write(modules.path().join("index.js"), script).unwrap();
    let bindings = BTreeMap::from([("GREETING", "it's \"here\"".to_owned())]);
    let mut worker = Workerd::start(modules.path(), &bindings).await.unwrap();
    let get = async |url: String| reqwest::get(url).await?.text().await;
    assert_eq!(get(worker.url()).await.unwrap(), "it's \"here\"");
    worker.server().kill();
    assert!(get(worker.url()).await.is_err());
    worker.restart().await.unwrap();
    worker.server().signal(Signal::STOP);
    assert!(tokio::time::timeout(Duration::from_millis(300), get(worker.url())).await.is_err());
    worker.server().signal(Signal::CONT);
    assert_eq!(get(worker.url()).await.unwrap(), "it's \"here\"");
}
