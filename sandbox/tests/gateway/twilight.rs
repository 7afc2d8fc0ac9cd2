//! twilight's gateway client, unmodified but for the address: it logs in, receives, resumes and acts.

use std::time::Duration;

use sandbox::GatewayOrder;
use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt};
use twilight_model::{gateway::payload::outgoing::RequestGuildMembers, id::Id};

use crate::support::{Scene, scene};

fn shard(scene: &Scene) -> Shard {
    let intents = Intents::from_bits_truncate(crate::support::intents::ALL);
    let config = ConfigBuilder::new(scene.token(), intents).proxy_url(scene.sandbox.gateway()).build();
    Shard::with_config(ShardId::ONE, config)
}

/// The next event that fits.
async fn event<T>(shard: &mut Shard, fits: impl Fn(&Event) -> Option<T>) -> T {
    let found = async {
        loop {
            let event = shard.next_event(EventTypeFlags::all()).await.expect("the stream goes on");
            if let Some(found) = event.ok().as_ref().and_then(&fits) {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), found).await.expect("the event comes")
}

fn content(event: &Event) -> Option<String> {
    if let Event::MessageCreate(message) = event { Some(message.content.clone()) } else { None }
}

async fn is_ready(shard: &mut Shard) {
    event(shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
}

#[tokio::test]
async fn twilight_reads_the_guild_and_every_event() {
    let scene = scene().await;
    let mut shard = shard(&scene);
    is_ready(&mut shard).await;
    scene.write("hello");
    assert_eq!(event(&mut shard, content).await, "hello");
    {
        let mut world = scene.sandbox.world();
        let demo = scene.demo;
        world.create_member(demo.guild, "dave", &[demo.helper_role]);
        world.role_mut(demo.helper_role).unwrap().name = "Helpers".to_owned();
        world.channel_mut(demo.channel).unwrap().topic = Some("news".to_owned());
        world.users.get_mut(&demo.member).unwrap().status = "idle".to_owned();
        world.guilds.get_mut(&demo.guild).unwrap().name = "Renamed".to_owned();
    }
    let wanted = ["GUILD_UPDATE", "GUILD_ROLE_UPDATE", "CHANNEL_UPDATE", "GUILD_MEMBER_ADD", "PRESENCE_UPDATE"];
    for name in wanted {
        let read = shard.next_event(EventTypeFlags::all() & !EventTypeFlags::GATEWAY_HEARTBEAT_ACK).await;
        let read = read.unwrap().unwrap_or_else(|problem| panic!("{name} cannot be read: {problem:?}"));
        assert_eq!(read.kind().name(), Some(name));
    }
}

#[tokio::test]
async fn twilight_resumes_after_a_cut_and_after_op_7() {
    let scene = scene().await;
    let mut shard = shard(&scene);
    is_ready(&mut shard).await;
    let session = shard.session().unwrap().id().to_owned();
    for order in [GatewayOrder::Cut, GatewayOrder::Reconnect, GatewayOrder::Close(4000)] {
        scene.sandbox.world().gateway.order(None, order);
        scene.write("missed");
        assert_eq!(event(&mut shard, content).await, "missed", "{order:?}");
        event(&mut shard, |event| matches!(event, Event::Resumed).then_some(())).await;
        assert_eq!(shard.session().unwrap().id(), session);
    }
}

#[tokio::test]
async fn twilight_begins_anew_after_op_9() {
    let scene = scene().await;
    let mut shard = shard(&scene);
    is_ready(&mut shard).await;
    let session = shard.session().unwrap().id().to_owned();
    scene.sandbox.advance(Duration::from_secs(5));
    scene.sandbox.world().gateway.order(None, GatewayOrder::InvalidSession(false));
    is_ready(&mut shard).await;
    assert_ne!(shard.session().unwrap().id(), session);
}

#[tokio::test]
async fn twilight_acts_by_rest_and_hears_of_it() {
    let scene = scene().await;
    let mut shard = shard(&scene);
    is_ready(&mut shard).await;
    let address = scene.sandbox.url().replace("http://", "");
    let client = twilight_http::Client::builder().token(scene.token()).proxy(address, true).build();
    client.create_message(Id::new(scene.demo.channel)).content("hello").await.unwrap();
    assert_eq!(event(&mut shard, content).await, "hello");
    client.create_ban(Id::new(scene.demo.guild), Id::new(scene.demo.member)).await.unwrap();
    let banned = event(&mut shard, |event| match event {
        Event::BanAdd(ban) => Some(ban.user.name.clone()),
        _ => None,
    });
    assert_eq!(banned.await, "mallory");
}

#[tokio::test]
async fn twilight_asks_for_members() {
    let scene = scene().await;
    let mut shard = shard(&scene);
    is_ready(&mut shard).await;
    let guild = Id::new(scene.demo.guild);
    shard.command(&RequestGuildMembers::builder(guild).query("", None));
    let count = event(&mut shard, |event| match event {
        Event::MemberChunk(chunk) => Some(chunk.members.len()),
        _ => None,
    });
    assert_eq!(count.await, 10);
}
