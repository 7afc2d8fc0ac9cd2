//! While Postgres is away the disk keeps what is heard.

use std::{io::Write, path::PathBuf, str::FromStr, time::Duration};

use gateway_relay::Config;
use sandbox::{Load, Loaded, Mix};
use sqlx::postgres::PgConnectOptions;

use super::{Running, cable::Cable};
use crate::support::{App, eventually};

/// Messages that anybody still wrote.
const MESSAGES: &str = "select count(*) from messages where author_user_id is not null";
const TOLD: &str = "select count(*) from gateway_events where event = 'MESSAGE_CREATE'";

/// A Guildhall whose relay reaches Postgres by a cable, has little memory, and pokes nobody, so that events stay where they
/// are written.
struct Away {
    app: App,
    cable: Cable,
    spool_bytes: u64,
}

impl Away {
    async fn start(spool_bytes: u64) -> (Self, Running) {
        let app = App::start().await;
        app.execute("insert into subscriptions (event, listener, intents) values ('MESSAGE_CREATE', 'test', 512)")
            .await;
        app.sandbox.world().gateway.heartbeat_interval = Duration::from_secs(1);
        let options = PgConnectOptions::from_str(&app.database.relay_url()).expect("a postgres:// URL");
        let cable = Cable::to(options.get_port()).await;
        let away = Self { app, cable, spool_bytes };
        let relay = away.relay();
        away.app.counts("select count(*) from members", away.app.members()).await;
        (away, relay)
    }

    fn relay(&self) -> Running {
        self.relay_at("spool")
    }

    /// With this folder for its disk.
    fn relay_at(&self, folder: &str) -> Running {
        let config = super::config(&self.app);
        let through = format!("postgres://guildhall_relay@127.0.0.1:{}/{}", self.cable.port(), self.app.database.name);
        Running::with(Config {
            database: format!("{through}?sslmode=disable"),
            worker: "http://127.0.0.1:9".to_owned(),
            memory_bytes: 256 * 1024,
            spool: self.app.database.folder().join(folder),
            spool_bytes: self.spool_bytes,
            ..config
        })
    }

    /// Many people write at once.
    async fn load(&self, seed: u64, events: u64) -> Loaded {
        self.load_at(2_000, seed, events).await
    }

    async fn load_at(&self, per_second: u32, seed: u64, events: u64) -> Loaded {
        let mix = Mix { messages: 1, edits: 0, deletes: 0, joins: 0, bans: 0, purges: 0 };
        let load = Load { guild: self.app.demo.guild, seed, events, per_second, mix, after: Loaded::default() };
        self.app.sandbox.load(load).await.expect("people can write")
    }

    /// The relay's files, oldest first.
    fn files(&self) -> Vec<PathBuf> {
        let folder =
            self.app.database.folder().join("spool").join(self.app.demo.application.to_string()).join("0-of-1");
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some()).collect();
        files.sort();
        files
    }

    /// Waits until somebody's last words are on disk.
    async fn is_on_disk(&self, words: &str) {
        let holds = |path: PathBuf| {
            let bytes = std::fs::read(path).unwrap_or_default();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        };
        eventually("it is on disk", async || self.files().into_iter().any(holds)).await;
    }

    fn is_connected(&self) -> bool {
        self.app.sandbox.world().gateway.sessions().iter().any(|session| session.is_connected)
    }

    /// Everything is there, and each of it once.
    async fn has_once(&self, messages: u64) {
        self.app.counts(MESSAGES, messages.cast_signed()).await;
        self.app.counts(TOLD, messages.cast_signed()).await;
        eventually("nothing is left on disk", async || self.files().is_empty()).await;
        assert_eq!(self.app.value::<i64>(TOLD).await, messages.cast_signed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_heard_while_postgres_is_away_outlives_a_relay_that_is_killed_and_a_session_that_is_over() {
    let (away, relay) = Away::start(64 << 20).await;
    let before = away.load(1, 20).await;
    away.cable.cut();
    // Several heartbeats long.
    let meanwhile = away.load_at(400, 2, 1_600).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    assert!(away.is_connected(), "nobody has noticed anything");
    relay.kill();
    away.app.sandbox.world().gateway.forget_sessions();
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    away.has_once(before.messages + meanwhile.messages + 1).await;
    away.app.counts("select count(*) from gateway_gaps", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_again_while_it_writes_what_is_on_disk_writes_it_once() {
    let (away, mut relay) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 3_000).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    away.cable.mend();
    for part in [500, 1_500] {
        eventually("a part is written", async || away.app.value::<i64>(MESSAGES).await > part).await;
        relay.kill();
        away.app.execute("update gateway_shards set leased_until = now()").await;
        relay = away.relay();
    }
    away.app.write("after that");
    away.has_once(loaded.messages + 2).await;
    assert_eq!(away.app.sandbox.world().gateway.sessions().len(), 1, "the session was resumed");
    assert_eq!(away.app.value::<i64>("select count(*) from gateway_gaps").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_a_crash_cut_short_is_cut_off_and_comes_again() {
    let (away, relay) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 500).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    relay.kill();
    let last = away.files().pop().expect("something is on disk");
    let length = std::fs::metadata(&last).expect("it is there").len();
    std::fs::OpenOptions::new().write(true).open(&last).expect("it opens").set_len(length - 7).expect("it is cut");
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    away.has_once(loaded.messages + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tail_of_garbage_stops_nothing() {
    let (away, relay) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 100).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    relay.kill();
    let last = away.files().pop().expect("something is on disk");
    let mut file = std::fs::OpenOptions::new().append(true).open(&last).expect("it opens");
    file.write_all(&[7; 300]).expect("it is written");
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    away.has_once(loaded.messages + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_closes_the_connection_and_the_session_goes_on_when_there_is_room() {
    let (away, _relay) = Away::start(96 * 1024).await;
    away.cable.cut();
    let loaded = away.load(1, 1_500).await;
    eventually("the relay leaves", async || !away.is_connected()).await;
    away.cable.mend();
    away.has_once(loaded.messages).await;
    assert_eq!(away.app.sandbox.world().gateway.sessions().len(), 1, "the session was resumed");
    assert_eq!(away.app.value::<i64>("select count(*) from gateway_gaps").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_found_no_place_on_disk_before_its_session_was_over_is_found_afterwards() {
    let (away, _relay) = Away::start(96 * 1024).await;
    away.cable.cut();
    let loaded = away.load(1, 1_500).await;
    eventually("the relay leaves", async || !away.is_connected()).await;
    away.app.sandbox.world().gateway.forget_sessions();
    // Discord lets a bot begin a session every five seconds, and gives it all members every thirty.
    away.app.sandbox.advance(Duration::from_secs(31));
    away.cable.mend();
    away.has_once(loaded.messages).await;
    away.app.counts("select count(*) from gateway_gaps where state = 'finished'", 1).await;
    let found = away.app.value::<i64>("select count(*) from messages where found_by = 'reconcile'").await;
    assert!(found > 0 && found < loaded.messages.cast_signed(), "the disk kept some: {found}");
    assert_eq!(away.app.value::<i64>("select sum(messages) from gateway_gap_guilds").await, found);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_relay_has_found_meanwhile_is_not_told_again_from_the_disk_and_the_newer_session_goes_on() {
    let (away, first) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 300).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    first.kill();
    away.app.sandbox.world().gateway.forget_sessions();
    away.app.sandbox.advance(Duration::from_secs(31));
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let second = away.relay_at("another");
    away.app.counts("select count(*) from gateway_gaps where state = 'finished'", 1).await;
    second.stop().await;
    let session = "select session_id from gateway_shards";
    let newer = away.app.value::<String>(session).await;
    let _first = away.relay();
    away.has_once(loaded.messages + 1).await;
    away.app.write("after that");
    away.has_once(loaded.messages + 2).await;
    assert_eq!(away.app.value::<String>(session).await, newer);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_on_disk_under_another_number_of_shards_is_written_as_well() {
    let (away, relay) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 300).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    relay.kill();
    away.app.sandbox.world().gateway.shards = 2;
    away.app.sandbox.world().gateway.max_concurrency = 2;
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    away.has_once(loaded.messages + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_postgres_refuses_is_put_aside_however_long_that_takes_and_stops_no_other() {
    let (away, _relay) = Away::start(64 << 20).await;
    away.app.execute("alter table messages add constraint sound check (content <> 'poison')").await;
    away.app.execute("revoke insert on gateway_rejects from guildhall_relay").await;
    away.app.write("poison");
    away.is_on_disk("poison").await;
    away.app.write("the last words");
    away.app.execute("grant insert on gateway_rejects to guildhall_relay").await;
    away.app.counts("select count(*) from gateway_rejects where event = 'MESSAGE_CREATE'", 1).await;
    away.has_once(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_stopped_while_postgres_is_away_leaves_what_it_has_on_disk() {
    let (away, relay) = Away::start(64 << 20).await;
    away.cable.cut();
    let loaded = away.load(1, 300).await;
    away.app.write("the last words");
    away.is_on_disk("the last words").await;
    relay.stop().await;
    assert!(!away.files().is_empty());
    away.app.sandbox.world().gateway.forget_sessions();
    away.cable.mend();
    away.app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    away.has_once(loaded.messages + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_online_never_lies_on_disk_and_is_asked_for_again_by_whoever_goes_on_from_there() {
    let (away, relay) = Away::start(64 << 20).await;
    let app = &away.app;
    app.may_identify().await;
    app.configure("members.presence", "value", "on").await;
    app.counts("select count(*) from presences where status = 'online'", app.members()).await;
    away.cable.cut();
    app.sandbox.world().users.get_mut(&app.demo.member).unwrap().status = "idle".to_owned();
    app.write("the last words");
    away.is_on_disk("the last words").await;
    let holds = |words: &str| {
        let found = |path: PathBuf| {
            let bytes = std::fs::read(path).unwrap_or_default();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        };
        away.files().into_iter().any(found)
    };
    assert!(!holds("client_status") && !holds("idle"));
    relay.kill();
    // Discord gives all members once in half a minute.
    app.sandbox.advance(Duration::from_secs(31));
    away.cable.mend();
    app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = away.relay();
    app.counts("select count(*) from presences where status = 'idle'", 1).await;
    assert_eq!(app.value::<i32>("select used from gateway_budgets").await, 2, "the session was resumed");
}
