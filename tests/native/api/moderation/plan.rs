//! How Postgres finds the cases of a list, read from the plans that it says it used for the worker's own statements.

use std::{
    net::Ipv4Addr,
    str::FromStr,
    sync::{Arc, Mutex},
};

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
};

use super::at;
use crate::support::{App, Database, Via};

/// What Postgres has said to the worker.
type Heard = Arc<Mutex<String>>;

/// Leads to Postgres, and hears what it says. The port.
async fn listen_in(heard: Heard, host: String, port: u16) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let own = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let (heard, far) = (heard.clone(), TcpStream::connect((host.as_str(), port)).await.unwrap());
            let ((mut from_worker, mut to_worker), (mut from_postgres, mut to_postgres)) =
                (near.into_split(), far.into_split());
            tokio::spawn(async move { copy(&mut from_worker, &mut to_postgres).await });
            tokio::spawn(async move {
                let mut bytes = vec![0; 65_536];
                while let Ok(count @ 1..) = from_postgres.read(&mut bytes).await {
                    heard.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
                    if to_worker.write_all(&bytes[..count]).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    own
}

/// A worker whose Postgres tells the plan of each of its statements, and 20,000 cases of two tenants.
async fn with_many() -> (App, Heard) {
    let (database, heard) = (Database::create().await, Heard::default());
    let direct = database.worker_url(Via::Direct);
    let options = PgConnectOptions::from_str(&direct).unwrap();
    let port = listen_in(heard.clone(), options.get_host().to_owned(), options.get_port()).await;
    let through = format!("postgres://guildhall_direct@127.0.0.1:{port}/{}?sslmode=disable", database.name);
    let app = App::at(guildhall::features::ALL, database, &through).await;
    app.install().await;
    let fill = "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name, created_at, hidden_at, hidden_by_user_id)
                select tenant, guild, n, 1, (array['ban', 'kick', 'warn', 'note', 'timeout'])[n % 5 + 1], n % 1000 + 1, 'somebody', n % 20 + 1, 'someone',
                  now() - make_interval(mins => 10000 - n), hidden, case when hidden is not null then 1 end
                from (select $1::uuid as tenant union all select id from tenants where id <> $1) tenants, generate_series(1, 10000) n,
                  lateral (select case when n % 500 = 0 then now() end as hidden) h, (select $2::bigint as guild) g";
    app.execute("insert into tenants (name) values ('Other')").await;
    let query = sqlx::query(fill).bind(app.tenant).bind(app.demo.guild.cast_signed());
    query.execute(&mut app.admin().await).await.unwrap();
    app.execute("update cases set ended_at = now(), ended_because = 'lifted' where kind in ('ban', 'timeout') and number % 100 <> 0").await;
    app.execute("vacuum analyze cases").await;
    for setting in
        ["session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "client_min_messages = log"]
    {
        let sql = format!("alter role guildhall_direct in database {} set {setting}", app.database.name);
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut app.admin().await).await.unwrap();
    }
    (app, heard)
}

#[tokio::test]
async fn no_filter_and_no_order_of_cases_reads_the_whole_table() {
    let (app, heard) = with_many().await;
    let viewer = app.member(app.demo.elder, "merlin", "viewer").await;
    let moment = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(48);
    for (filter, index) in [
        (String::new(), "cases_pkey"),
        ("user_id=7".to_owned(), "cases_of_member"),
        ("moderator_user_id=7".to_owned(), ""),
        ("kind=warn".to_owned(), ""),
        (format!("created_after={moment}"), ""),
        (format!("created_before={moment}"), ""),
        ("running=true".to_owned(), "cases_running"),
        ("running=false".to_owned(), ""),
        ("hidden=only".to_owned(), "cases_hidden"),
        ("hidden=with".to_owned(), "cases_pkey"),
        ("user_id=7&kind=ban&running=true&hidden=with".to_owned(), ""),
    ] {
        for sort in ["newest", "oldest"] {
            heard.lock().unwrap().clear();
            let answer = viewer.get(&at(&app, &format!("/cases?{filter}&sort={sort}&cursor=5000"))).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            let said = heard.lock().unwrap().clone();
            let plan = said.split("Query Text: ").find(|part| part.contains("from cases")).unwrap_or_default();
            assert!(plan.contains("on cases"), "{filter} {sort}: {said}");
            assert!(!plan.contains("Seq Scan"), "{filter} {sort}: {plan}");
            assert!(plan.contains(index), "{filter} {sort}: {plan}");
        }
    }
}
