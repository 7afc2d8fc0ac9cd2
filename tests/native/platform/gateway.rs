//! Gateway events: handed out once, isolated, tried again, and visible when they fail for good.

use async_trait::async_trait;
use guildhall::{
    db::Tx,
    discord::client,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Feature, Features, Listener},
        gateway::{self, Event},
        tasks::{self, Due, NewTask},
    },
};
use serde_json::json;
use twilight_model::gateway::Intents;

use crate::support::{App, Via};

const LISTENING: Features = &[&Feature {
    listeners: &[&Writes { name: "first" }, &Fails, &Writes { name: "second" }],
    ..Feature::new("listening", "Listens")
}];

/// Leaves a task for each time that it was told of an event.
struct Writes {
    name: &'static str,
}

#[async_trait]
impl Listener for Writes {
    fn name(&self) -> &'static str {
        self.name
    }
    fn event(&self) -> &'static str {
        "SOMETHING"
    }
    fn intents(&self) -> Intents {
        Intents::GUILDS
    }
    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        event
            .scope(ctx)
            .write(async |tx: Tx| {
                gateway::claim(&tx, event, self.name).await?;
                tasks::enqueue(&tx, note(event, self.name)).await?;
                Ok::<_, Error>(())
            })
            .await
    }
}

/// A task that never runs; its key tells every telling apart.
fn note(event: &Event, listener: &str) -> NewTask {
    NewTask {
        application: event.application,
        guild: event.guild,
        kind: "test.heard",
        subject: listener.to_owned(),
        lane: None,
        about: None,
        unique_key: format!("{listener}/{}/{}", event.id, event.attempt),
        payload: event.payload.clone(),
        requested_by: None,
        reason: None,
        due: Due::At(jiff::Timestamp::MAX),
    }
}

/// Fails as the payload wants: for now, or for good.
struct Fails;

#[async_trait]
impl Listener for Fails {
    fn name(&self) -> &'static str {
        "fails"
    }
    fn event(&self) -> &'static str {
        "SOMETHING"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MODERATION
    }
    async fn run(&self, _ctx: &Ctx, event: &Event) -> Result<()> {
        match event.payload["fails"].as_str() {
            Some("once") if event.attempt == 1 => Err(client::Error::Unreachable("reset".to_owned()).into()),
            Some("always") => Err(client::Error::Unreachable("reset".to_owned()).into()),
            Some("for good") => Err(Error::Internal("it makes no sense".to_owned())),
            _ => Ok(()),
        }
    }
}

async fn app() -> App {
    let app = App::with(LISTENING, Via::Pooler).await;
    app.install().await;
    app
}

/// How often each of the two that write was told.
async fn told(app: &App) -> (i64, i64) {
    let count = "select count(*) filter (where subject = 'first') from tasks where kind = 'test.heard'";
    let second = "select count(*) filter (where subject = 'second') from tasks where kind = 'test.heard'";
    (app.value(count).await, app.value(second).await)
}

async fn left(app: &App) -> i64 {
    app.value("select count(*) from gateway_events").await
}

#[tokio::test]
async fn many_pokes_at_once_hand_each_event_to_each_listener_once() {
    let app = app().await;
    for number in 0..50 {
        app.hears("SOMETHING", json!({ "number": number })).await;
    }
    let handed_out = futures_util::future::join_all((0..8).map(|_| app.poke())).await;
    assert_eq!(handed_out.iter().sum::<u64>(), 50);
    assert_eq!((told(&app).await, left(&app).await), ((50, 50), 0));
}

#[tokio::test]
async fn a_listener_that_fails_stops_no_other_and_alone_is_told_again() {
    let app = app().await;
    app.hears("SOMETHING", json!({ "fails": "once" })).await;
    app.poke().await;
    assert_eq!(told(&app).await, (1, 1));
    let row = "select state || ' ' || (run_at > now()) || ' ' || array_to_string(array(select unnest(handled_by) order by 1), ',')
               || ' ' || last_error from gateway_events";
    let row = app.value::<String>(row).await;
    assert!(row.starts_with("pending true first,second fails: "), "{row}");
    assert_eq!(app.poke().await, 0, "it is not due yet");
    app.execute("update gateway_events set run_at = now()").await;
    assert_eq!(app.poke().await, 1);
    assert_eq!((told(&app).await, left(&app).await), ((1, 1), 0));
}

#[tokio::test]
async fn an_event_that_cannot_be_handled_is_dead_and_status_counts_it() {
    let app = app().await;
    app.hears("SOMETHING", json!({ "fails": "for good" })).await;
    app.poke().await;
    let row = "select state || ' ' || last_error from gateway_events";
    assert_eq!(app.value::<String>(row).await, "dead fails: it makes no sense");
    assert_eq!((app.poke().await, told(&app).await), (0, (1, 1)));
    let (_, status) = app.get("/status").await;
    assert_eq!(
        status["gateway"],
        json!({
            "pending": 0, "running": 0, "dead": 1, "oldest_due_seconds": 0, "open_gaps": 0, "oldest_gap_seconds": 0, "rejected": 0,
        })
    );
}

#[tokio::test]
async fn after_ten_attempts_an_event_is_dead() {
    let app = app().await;
    app.hears("SOMETHING", json!({ "fails": "always" })).await;
    for _ in 0..10 {
        app.execute("update gateway_events set run_at = now()").await;
        assert_eq!(app.poke().await, 1);
    }
    assert_eq!(app.value::<String>("select state || ' ' || attempt from gateway_events").await, "dead 10");
}

#[tokio::test]
async fn an_event_whose_runner_died_is_taken_over_and_what_it_did_is_not_done_again() {
    let app = app().await;
    app.hears("SOMETHING", json!({})).await;
    app.execute(
        "update gateway_events set state = 'running', attempt = 1, leased_until = now() - interval '1 second', handled_by = '{first}'",
    )
    .await;
    assert_eq!(app.poke().await, 1);
    assert_eq!((told(&app).await, left(&app).await), ((0, 1), 0));
}

#[tokio::test]
async fn a_runner_that_lost_its_lease_writes_nothing() {
    let app = app().await;
    app.hears("SOMETHING", json!({})).await;
    app.execute("update gateway_events set state = 'running', attempt = 2, leased_until = now() + interval '1 minute'")
        .await;
    let event = Event {
        id: app.value("select id from gateway_events").await,
        attempt: 1,
        application: twilight_model::id::Id::new(app.demo.application),
        guild: twilight_model::id::Id::new(app.demo.guild),
        name: "SOMETHING".to_owned(),
        payload: json!({}),
        handled_by: Vec::new(),
        happened_at: None,
    };
    let told_late = Writes { name: "first" }.run(&app.ctx(), &event).await;
    assert!(told_late.is_err(), "the lease is another's");
    assert_eq!(told(&app).await, (0, 0));
}

#[tokio::test]
async fn what_nobody_listens_to_is_forgotten_and_the_tick_finds_what_a_lost_poke_left() {
    let app = app().await;
    app.hears("NOTHING", json!({})).await;
    app.hears("SOMETHING", json!({})).await;
    assert_eq!(app.tick().await["events"], 2);
    assert_eq!((told(&app).await, left(&app).await), ((1, 1), 0));
}

#[tokio::test]
async fn deploying_says_what_is_listened_to_and_takes_back_what_no_longer_is() {
    let app = app().await;
    let rows = "select coalesce(string_agg(event || ' ' || listener || ' ' || intents, ', ' order by listener), '') from subscriptions";
    for _ in 0..2 {
        gateway::subscribe(&app.ctx()).await.unwrap();
        assert_eq!(app.value::<String>(rows).await, "SOMETHING fails 4, SOMETHING first 1, SOMETHING second 1");
    }
    let nothing = Ctx { features: &[], ..app.ctx() };
    gateway::subscribe(&nothing).await.unwrap();
    assert_eq!(app.value::<String>(rows).await, "");
}

#[tokio::test]
async fn of_a_tenants_bots_that_arrive_in_a_guild_at_once_one_is_primary() {
    let app = app().await;
    app.execute(
        "insert into bots (application_id, tenant_id, name, public_key, open_installs)
         select n, tenant_id, 'Bot', public_key, true from bots, generate_series(1, 8) n",
    )
    .await;
    let open = (1..=8_i64).map(async |bot| {
        let call = sqlx::query("select open_installation($1, 77)").bind(bot);
        call.execute(&mut app.admin().await).await.unwrap();
    });
    futures_util::future::join_all(open).await;
    let sql = "select count(*) || ' ' || count(*) filter (where is_primary) from installations where guild_id = 77";
    assert_eq!(app.value::<String>(sql).await, "8 1");
}
