//! Who is online is kept where a server wants that, and nowhere else.

use std::time::Duration;

use sandbox::Permissions;
use serde_json::json;

use super::Running;
use crate::support::{App, eventually};

const ONLINE: &str = "select count(*) from presences where status <> 'offline'";
const TOLD: &str = "select count(*) from presence_guilds where told_at is not null";
/// Bit 8.
const GUILD_PRESENCES: u64 = 256;

impl App {
    /// Somebody is shown so from now on.
    fn appear(&self, user: u64, status: &str) {
        self.sandbox.world().users.get_mut(&user).unwrap().status = status.to_owned();
    }

    /// Waits until the demo's member has a row that says so.
    async fn member_is(&self, sql: &str) {
        let sql = format!("select count(*) from presences where user_id = {} and {sql}", self.demo.member);
        self.counts(Box::leak(sql.into_boxed_str()), 1).await;
    }

    /// Nothing but what Discord's rules want keeps a session from beginning.
    pub async fn may_identify(&self) {
        self.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
        // All members of a server are given once in half a minute.
        self.sandbox.advance(Duration::from_secs(31));
    }

    /// How many sessions tell who is online.
    fn that_tell(&self) -> usize {
        let sessions = self.sandbox.world().gateway.sessions();
        sessions.iter().filter(|session| session.is_connected && session.intents & GUILD_PRESENCES != 0).count()
    }

    async fn identifies(&self) -> i32 {
        self.value("select used from gateway_budgets").await
    }

    /// Everything with a relay, in a server that has it kept.
    async fn with_presences() -> (Self, Running) {
        let app = Self::start().await;
        app.install().await;
        app.configure("members.presence", "value", "on").await;
        let relay = Running::start(&app);
        app.counts(TOLD, 1).await;
        app.counts(ONLINE, app.members()).await;
        app.counts("select count(*) from members", app.members()).await;
        (app, relay)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_kept_from_when_the_server_wants_it_until_it_wants_it_no_more() {
    let (app, _relay) = App::relayed().await;
    app.appear(app.demo.member, "idle");
    app.write("hello");
    app.counts("select count(*) from messages", 1).await;
    assert_eq!((app.that_tell(), app.value::<i64>("select count(*) from presences").await), (0, 0));

    app.may_identify().await;
    app.configure("members.presence", "value", "on").await;
    app.counts(ONLINE, app.members()).await;
    app.member_is("status = 'idle' and clients = '{desktop}' and last_online_at is null").await;
    assert_eq!((app.that_tell(), app.identifies().await), (1, 2));
    app.counts("select count(*) from gateway_gaps where state = 'finished'", 1).await;
    app.appear(app.demo.member, "dnd");
    app.member_is("status = 'dnd'").await;
    app.appear(app.demo.member, "offline");
    app.member_is("status = 'offline' and clients = '{}' and last_online_at > now() - interval '1 minute'").await;
    app.counts(ONLINE, app.members() - 1).await;

    app.configure("members.presence", "value", "off").await;
    assert_eq!(app.value::<i64>("select count(*) from presences").await, 0, "at once");
    app.appear(app.demo.member, "online");
    app.write("still here?");
    app.counts("select count(*) from messages", 2).await;
    assert_eq!(app.value::<i64>("select count(*) from presences").await, 0);
    assert_eq!(app.identifies().await, 2, "no session is spent on hearing less");

    app.may_identify().await;
    app.configure("members.presence", "value", "on").await;
    app.counts(ONLINE, app.members()).await;
    assert_eq!(app.identifies().await, 2, "nor on hearing what the session tells already");
    assert_eq!(app.value::<i64>("select count(*) from gateway_rejects").await, 0);
}

#[tokio::test]
async fn what_comes_again_changes_nothing_and_what_somebody_does_is_nowhere() {
    let (app, _relay) = App::with_presences().await;
    app.sandbox.world().gateway.repeats_events = true;
    let told = |status: &str| {
        json!({
            "user": { "id": app.demo.member.to_string() }, "guild_id": app.demo.guild.to_string(), "status": status,
            "activities": [{ "name": "A secret game", "type": 0 }], "client_status": { "mobile": status, "web": "idle" },
        })
        .to_string()
    };
    app.sandbox.world().tell(app.demo.guild, "PRESENCE_UPDATE", &told("dnd"));
    app.member_is("status = 'dnd' and clients = '{mobile,web}'").await;
    let since: String = app.value("select max(since)::text from presences where status = 'dnd'").await;
    for _ in 0..3 {
        app.sandbox.world().tell(app.demo.guild, "PRESENCE_UPDATE", &told("dnd"));
    }
    // The order of the session is what counts: there is no time in it.
    app.sandbox.world().tell(app.demo.guild, "PRESENCE_UPDATE", &told("online"));
    app.sandbox.world().tell(app.demo.guild, "PRESENCE_UPDATE", &told("dnd"));
    let sequence = app.sandbox.world().gateway.sessions()[0].sequence.cast_signed();
    eventually("all of it is written", async || {
        app.value::<i64>("select sequence from gateway_shards").await >= sequence
    })
    .await;
    assert_eq!(app.value::<String>("select max(since)::text from presences where status = 'dnd'").await, since);
    let rows = "select count(*) from presences p where p::text like '%secret%'";
    assert_eq!(app.value::<i64>(rows).await, 0);
    assert_eq!(app.value::<i64>("select count(*) from gateway_events where event like 'PRESENCE%'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_a_new_session_does_not_name_went_offline_when_the_old_one_ended() {
    let (app, relay) = App::with_presences().await;
    relay.kill();
    app.appear(app.demo.member, "offline");
    app.appear(app.demo.moderator, "idle");
    app.sandbox.world().gateway.forget_sessions();
    app.may_identify().await;
    app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = Running::start(&app);
    app.member_is("status = 'offline'").await;
    app.counts("select count(*) from presences where status = 'idle'", 1).await;
    let sql = "select max(p.last_online_at) = max(g.began_at) from presences p, gateway_gaps g";
    assert!(app.value::<bool>(sql).await, "they may have gone right after");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_is_forgotten_and_everybody_is_when_the_bot_does() {
    let (app, _relay) = App::with_presences().await;
    let members = app.members();
    app.sandbox.world().remove_member(app.demo.guild, app.demo.member);
    app.counts("select count(*) from presences", members - 1).await;
    app.sandbox.world().join(app.demo.guild, app.demo.member, &[]);
    app.appear(app.demo.member, "idle");
    app.member_is("status = 'idle'").await;
    app.sandbox.world().remove_member(app.demo.guild, app.demo.application);
    app.counts("select count(*) from presences", 0).await;
    app.sandbox.world().install(app.demo.guild, app.demo.application, Permissions::ALL);
    app.counts(ONLINE, app.members()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_costs_no_session_and_only_its_shard_is_told() {
    let app = App::start().await;
    app.install().await;
    let guilds = {
        let mut world = app.sandbox.world();
        world.gateway.shards = 2;
        // Until there are two more of the demo's shard, and one of the other.
        let mut guilds = [Vec::new(), Vec::new()];
        let own = usize::try_from((app.demo.guild >> 22) % 2).unwrap();
        while guilds[own].is_empty() || guilds[1 - own].is_empty() {
            let guild = world.create_guild("Elsewhere", app.demo.moderator);
            world.install(guild, app.demo.application, Permissions::VIEW_CHANNEL);
            guilds[usize::try_from((guild >> 22) % 2).unwrap()].push(guild);
        }
        guilds[own].clone()
    };
    app.configure("members.presence", "value", "on").await;
    let _relay = Running::start(&app);
    app.counts(TOLD, 1).await;
    eventually("both shards are there", async || {
        app.sandbox.world().gateway.sessions().iter().filter(|session| session.is_connected).count() == 2
    })
    .await;
    assert_eq!(app.that_tell(), 1);
    let second = guilds[0].cast_signed();
    let sql = "select exists (select from installations where guild_id = $1 and is_primary)";
    eventually("the second server is there", async || {
        sqlx::query_scalar(sql).bind(second).fetch_one(&mut app.admin().await).await.unwrap()
    })
    .await;
    app.sandbox.advance(Duration::from_secs(31));
    let used = app.identifies().await;
    let sql = "insert into presence_guilds (tenant_id, guild_id) values ($1, $2)";
    sqlx::query(sql).bind(app.tenant).bind(second).execute(&mut app.admin().await).await.unwrap();
    app.counts(TOLD, 2).await;
    let sql = "select count(*) from presences where guild_id = $1 and status = 'online'";
    let told: i64 = sqlx::query_scalar(sql).bind(second).fetch_one(&mut app.admin().await).await.unwrap();
    assert_eq!((told, app.identifies().await), (2, used), "its owner and the bot");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_discord_refuses_it_only_that_is_done_without() {
    let app = App::start().await;
    app.install().await;
    app.configure("members.presence", "value", "on").await;
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().sees_presences = false;
    let _relay = Running::start(&app);
    app.counts("select count(*) from bots where refused_intents = 256 and gateway_problem is null", 1).await;
    app.write("readable");
    app.counts("select count(*) from guilds", 1).await;
    app.write("readable");
    app.counts("select count(*) from messages where content = 'readable'", 1).await;
    assert_eq!(app.value::<i64>("select count(*) from presences").await, 0);
    let report = app.sandbox.command(app.manager(), "health", json!({})).await.unwrap().response.unwrap();
    let report = report["data"]["embeds"][0]["fields"].to_string();
    assert!(report.contains("the Presence Intent") && report.contains("I don't know who is online."), "{report}");
    app.configure("members.presence", "value", "off").await;
    let report = app.sandbox.command(app.manager(), "health", json!({})).await.unwrap().response.unwrap();
    assert!(!report["data"].to_string().contains("Presence Intent"), "nobody misses it");
}
