//! A tap between a worker and Postgres: the plans that its own statements had, as Postgres tells them.

use std::{
    net::Ipv4Addr,
    str::FromStr,
    sync::{Arc, Mutex},
};

use guildhall::features;
use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
};

use super::{App, Database, Via};

/// An App whose statements tell their plans.
pub struct Explained {
    pub app: App,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Explained {
    pub async fn start() -> Self {
        let database = Database::create().await;
        // What a session says of its plans goes to whoever has it: only an administrator may have it say so.
        let settings = format!(
            "alter database {0} set session_preload_libraries = 'auto_explain';
             alter database {0} set auto_explain.log_min_duration = 0;
             alter database {0} set auto_explain.log_nested_statements = on;
             alter database {0} set auto_explain.log_level = 'notice'",
            database.name
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(settings)).execute(&mut database.admin().await).await.unwrap();
        let direct = PgConnectOptions::from_str(&database.worker_url(Via::Direct)).unwrap();
        let (host, port, name) = (direct.get_host().to_owned(), direct.get_port(), database.name.clone());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let own = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = heard.clone();
        tokio::spawn(async move {
            while let Ok((worker, _)) = listener.accept().await {
                let postgres = TcpStream::connect((host.as_str(), port)).await.unwrap();
                tokio::spawn(carry(worker, postgres, ear.clone()));
            }
        });
        let url = format!("postgres://guildhall_direct@{own}/{name}?sslmode=disable");
        Self { app: App::at(features::ALL, database, &url).await, heard }
    }

    /// The plans of what is done meanwhile, of statements that name this table.
    pub async fn plans(&self, table: &str, act: impl Future<Output = ()>) -> Vec<String> {
        self.heard.lock().unwrap().clear();
        act.await;
        let heard = String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned();
        let plans = heard.split("Query Text: ").skip(1).map(|plan| plan.split('\0').next().unwrap_or_default());
        plans.filter(|plan| plan.contains(&format!("from {table}"))).map(str::to_owned).collect()
    }
}

/// Carries what both say, and listens to Postgres.
async fn carry(worker: TcpStream, postgres: TcpStream, ear: Arc<Mutex<Vec<u8>>>) {
    let ((mut from_worker, mut to_worker), (mut from_postgres, mut to_postgres)) =
        (worker.into_split(), postgres.into_split());
    tokio::spawn(async move {
        let _ = copy(&mut from_worker, &mut to_postgres).await;
        let _ = to_postgres.shutdown().await;
    });
    let mut part = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from_postgres.read(&mut part).await {
        // Before the worker has it, so that whoever waits for the worker's answer finds it here.
        ear.lock().unwrap().extend_from_slice(&part[..length]);
        if to_worker.write_all(&part[..length]).await.is_err() {
            return;
        }
    }
}
