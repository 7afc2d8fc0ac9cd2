//! The relay's calls to Discord: within its limits, in time, and never so often in vain that Discord minds.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use gateway_relay::rest::{Bot, Request, Rest, RestError, Tolerance};
use sandbox::{Fault, FaultKind, Sandbox};
use serde_json::Value;

/// A sandbox, its demo's bot, and a guild's path.
struct Scene {
    sandbox: Sandbox,
    rest: Rest,
    bot: Bot,
    guild: String,
}

impl Scene {
    async fn set() -> Self {
        Self::with(Tolerance::default()).await
    }

    async fn with(tolerance: Tolerance) -> Self {
        let sandbox = Sandbox::start(([127, 0, 0, 1], 0).into()).await.unwrap();
        let demo = sandbox.demo();
        let token = sandbox.world().applications[&demo.application].token.clone();
        let bot = Bot { application: demo.application.cast_signed(), token };
        let rest = Rest::with_tolerance(&sandbox.api(), tolerance).unwrap();
        Self { guild: format!("/guilds/{}", demo.guild), sandbox, rest, bot }
    }

    fn fault(&self, kind: FaultKind, times: u32) {
        self.sandbox.world().faults.push(Fault::new("GET /guilds/*", kind, times));
    }

    /// Asks for the guild within so many milliseconds; the status.
    async fn ask(&self, millis: u64) -> Result<u16, RestError> {
        let request = Request::get(&self.guild, within(millis));
        self.rest.send(&self.bot, request).await.map(|answer| answer.status.as_u16())
    }

    /// The statuses that the sandbox has answered with.
    fn seen(&self) -> Vec<u16> {
        self.sandbox.world().requests.iter().map(|seen| seen.status).collect()
    }
}

fn within(millis: u64) -> tokio::time::Instant {
    tokio::time::Instant::now() + Duration::from_millis(millis)
}

#[tokio::test]
async fn a_bucket_that_is_empty_is_waited_for_and_not_asked() {
    let scene = Scene::set().await;
    scene.sandbox.world().limit_route("GET /guilds/*", 2, Duration::from_millis(400));
    let began = Instant::now();
    let answers = join_all((0..6).map(|_| scene.ask(5_000))).await;
    assert!(answers.iter().all(|answer| *answer == Ok(200)), "{answers:?}");
    assert!(began.elapsed() >= Duration::from_millis(700), "{:?}", began.elapsed());
    assert_eq!(scene.seen(), [200; 6], "no call met the limit");
}

#[tokio::test]
async fn a_call_that_the_limits_leave_no_time_for_is_refused_at_once() {
    let scene = Scene::set().await;
    scene.sandbox.world().limit_route("GET /guilds/*", 1, Duration::from_secs(60));
    assert_eq!(scene.ask(5_000).await, Ok(200));
    let began = Instant::now();
    match scene.ask(5_000).await {
        Err(RestError::Late { after }) => assert!(after > Duration::from_secs(50), "{after:?}"),
        other => panic!("{other:?}"),
    }
    assert!(began.elapsed() < Duration::from_secs(3));
    assert_eq!(scene.seen(), [200]);
}

#[tokio::test]
async fn a_call_that_meets_a_limit_is_repeated_after_it_unless_that_is_too_late() {
    let scene = Scene::set().await;
    scene.fault(FaultKind::RateLimited(0.3), 2);
    let began = Instant::now();
    assert_eq!(scene.ask(5_000).await, Ok(200));
    assert!(began.elapsed() >= Duration::from_millis(600));
    assert_eq!(scene.seen(), [429, 429, 200]);
    scene.fault(FaultKind::RateLimited(30.0), 1);
    assert_eq!(scene.ask(1_000).await, Ok(429));
    assert_eq!(scene.seen().len(), 4);
}

#[tokio::test]
async fn a_bots_limit_over_all_routes_holds_its_other_routes_too() {
    let scene = Scene::set().await;
    scene.sandbox.world().limit_globally(3);
    let paths = [scene.guild.clone(), format!("{}/roles", scene.guild), "/applications/@me".to_owned()];
    let asked = paths.iter().cycle().take(12);
    let answers = join_all(asked.map(|path| scene.rest.send(&scene.bot, Request::get(path, within(20_000))))).await;
    let statuses: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().status.as_u16()).collect();
    assert!(!statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn fifty_calls_a_second_are_not_exceeded() {
    let scene = Scene::set().await;
    let me = "/applications/@me";
    let began = Instant::now();
    let answers = join_all((0..70).map(|_| scene.rest.send(&scene.bot, Request::get(me, within(20_000))))).await;
    assert!(answers.into_iter().all(|answer| answer.unwrap().status == 200));
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_token_that_discord_does_not_know_is_used_once_and_a_new_one_is_tried() {
    let mut scene = Scene::set().await;
    let good = std::mem::replace(&mut scene.bot.token, "stolen.and.reset".to_owned());
    let asked = join_all((0..5).map(|_| scene.ask(1_000))).await;
    assert_eq!(asked.iter().filter(|asked| **asked == Ok(401)).count(), 1, "{asked:?}");
    for _ in 0..3 {
        let refused = scene.ask(1_000).await.unwrap_err();
        assert_eq!(refused, RestError::UnknownToken);
        assert!(!format!("{refused} {refused:?} {:?} {:?}", scene.rest, scene.bot).contains("stolen"));
    }
    assert_eq!(scene.seen(), [401]);
    scene.bot.token = good;
    assert_eq!(scene.ask(1_000).await, Ok(200));
}

#[tokio::test]
async fn calls_stop_long_before_discord_shuts_the_address_out() {
    let scene = Scene::with(Tolerance { of_relay: 5, of_bot: 3 }).await;
    scene.fault(FaultKind::Status(403), 10);
    for _ in 0..3 {
        assert_eq!(scene.ask(1_000).await, Ok(403));
    }
    assert!(matches!(scene.ask(1_000).await, Err(RestError::Paused { .. })));
    let other = Bot { application: 7, ..scene.bot.clone() };
    for _ in 0..2 {
        let request = Request::get(&scene.guild, within(1_000));
        assert_eq!(scene.rest.send(&other, request).await.unwrap().status, 403);
    }
    let third = Bot { application: 8, ..scene.bot.clone() };
    let refused = scene.rest.send(&third, Request::get(&scene.guild, within(1_000))).await.unwrap_err();
    assert!(matches!(refused, RestError::Paused { .. }) && refused.is_passing(), "{refused:?}");
    assert_eq!(scene.seen(), [403; 5]);
}

#[tokio::test]
async fn what_is_read_is_typed_and_what_is_refused_says_discords_code() {
    let scene = Scene::set().await;
    let guild: Value = scene.rest.get_json(&scene.bot, &scene.guild, within(1_000)).await.unwrap();
    assert!(guild["roles"].is_array());
    let refused = scene.rest.get_json::<Value>(&scene.bot, "/guilds/1", within(1_000)).await.unwrap_err();
    assert!(matches!(refused, RestError::Refused { status: 404 | 403, .. }), "{refused:?}");
    scene.fault(FaultKind::Hang, 1);
    let silent = scene.ask(200).await.unwrap_err();
    assert!(matches!(&silent, RestError::Unreachable(_)) && silent.is_passing(), "{silent:?}");
    scene.fault(FaultKind::Reset, 1);
    let broken = scene.ask(1_000).await.unwrap_err();
    assert!(matches!(&broken, RestError::Unreachable(why) if !why.contains("http://")), "{broken:?}");
}
