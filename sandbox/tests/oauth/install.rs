//! Bots added to servers by the people who manage them.

use sandbox::{Permissions, audit_event};

use crate::support::{Scene, query, scene};

/// A request to add the demo's bot, with these scopes.
fn address(scene: &Scene, scope: &str, changes: &[(&str, &str)]) -> String {
    let bot = scene.demo.application.to_string();
    scene.address(scope, &[&[("client_id", bot.as_str())], changes].concat())
}

/// A guild that the bot is not in yet; the demo's owner manages it.
async fn empty() -> (Scene, String) {
    let scene = scene().await;
    let guild = {
        let mut world = scene.sandbox.world();
        world.register_redirect(scene.demo.application, crate::support::CALLBACK);
        world.create_guild("Empty", scene.demo.owner)
    };
    (scene, guild.to_string())
}

fn permissions_of_bot(scene: &Scene, guild: &str) -> Option<u64> {
    let world = scene.sandbox.world();
    let guild = &world.guilds[&guild.parse().unwrap()];
    let member = guild.members.get(&scene.demo.application)?;
    Some(
        member
            .roles
            .iter()
            .map(|role| &guild.roles[role])
            .filter(|role| role.managed)
            .map(|role| role.permissions)
            .sum(),
    )
}

#[tokio::test]
async fn a_bot_joins_the_server_that_was_chosen_with_what_it_asked_for() {
    let (scene, guild) = empty().await;
    let owner = scene.demo.owner.to_string();
    let permissions = (Permissions::BAN_MEMBERS | Permissions::VIEW_CHANNEL).to_string();
    let asked = address(&scene, "bot identify", &[("permissions", &permissions)]);
    let form = [("user_id", owner.as_str()), ("guild_id", &guild), ("decision", "authorize")];
    let sent = scene.submit(&asked, &form).await;
    let fields = query(sent.location().unwrap());
    assert_eq!((&fields["guild_id"], &fields["permissions"]), (&guild, &permissions));
    assert_eq!(permissions_of_bot(&scene, &guild), permissions.parse().ok());
    let bot = scene.sandbox.world().application(scene.demo.application).unwrap().clone();
    let id = bot.id.to_string();
    let form = [
        ("client_id", id.as_str()),
        ("client_secret", &bot.client_secret),
        ("grant_type", "authorization_code"),
        ("code", &fields["code"]),
        ("redirect_uri", crate::support::CALLBACK),
    ];
    let given = scene.submit(&format!("{}/oauth2/token", scene.sandbox.api()), &form).await.json();
    assert_eq!((&given["guild"]["id"], &given["scope"]), (&guild.clone().into(), &"identify bot".into()));
    let world = scene.sandbox.world();
    let entry = world.guilds[&guild.parse().unwrap()].audit_log.last().unwrap();
    assert_eq!((entry.action, entry.by, entry.target), (audit_event::BOT_ADD, scene.demo.owner, bot.id));
}

#[tokio::test]
async fn a_bot_can_be_added_without_a_code_and_without_a_way_back() {
    let (scene, guild) = empty().await;
    let asked = address(&scene, "bot applications.commands", &[("response_type", ""), ("guild_id", &guild)]);
    let location = scene.sandbox.authorize(scene.demo.owner, &asked).await.unwrap();
    assert!(!query(&location).contains_key("code"), "{location}");
    assert_eq!(permissions_of_bot(&scene, &guild), Some(0), "it asked for nothing and got no role");
    let mut lonely = scene.sandbox.world();
    lonely.applications.get_mut(&scene.demo.application).unwrap().redirect_uris.clear();
    lonely.remove_member(guild.parse().unwrap(), scene.demo.application);
    drop(lonely);
    let asked = address(&scene, "bot", &[("response_type", ""), ("redirect_uri", ""), ("permissions", "4")]);
    let form = [("user_id", "ada"), ("guild_id", guild.as_str()), ("decision", "authorize")];
    let done = scene.submit(&asked, &form).await;
    assert_eq!((done.status, done.location()), (200, None));
    assert!(done.text.contains("Authorized"), "{}", done.text);
    assert_eq!(permissions_of_bot(&scene, &guild), Some(4));
    let declined = scene.submit(&asked, &[("user_id", "ada"), ("decision", "cancel")]).await;
    assert_eq!((declined.status, declined.location()), (200, None));
}

#[tokio::test]
async fn only_who_manages_a_server_adds_a_bot_to_it() {
    let (scene, guild) = empty().await;
    let asked = address(&scene, "bot", &[("guild_id", &guild)]);
    for user in [scene.demo.moderator, scene.demo.admin, scene.demo.stranger] {
        let refused = scene.sandbox.authorize(user, &asked).await.unwrap_err().to_string();
        assert!(refused.contains("Choose a server that this person manages"), "{refused}");
    }
    assert_eq!(permissions_of_bot(&scene, &guild), None);
    let offered = async |user: u64, changes: &[(&str, &str)]| {
        let page = scene.open(&address(&scene, "bot", changes), Some(&format!("sandbox_person={user}"))).await.text;
        (page.contains(">Empty</option>"), page.contains(">Guildhall Demo</option>"))
    };
    assert_eq!(offered(scene.demo.owner, &[]).await, (true, true));
    assert_eq!(offered(scene.demo.admin, &[]).await, (false, true));
    assert_eq!(offered(scene.demo.moderator, &[]).await, (false, false));
    let fixed = [("guild_id", guild.as_str()), ("disable_guild_select", "true")];
    assert_eq!(offered(scene.demo.owner, &fixed).await, (true, false));
    let other = scene.demo.guild.to_string();
    let form = [("user_id", "ada"), ("guild_id", other.as_str()), ("decision", "authorize")];
    let sent = scene.submit(&address(&scene, "bot", &fixed), &form).await;
    assert_eq!(query(sent.location().unwrap())["guild_id"], guild, "the choice was not the person's");
}

#[tokio::test]
async fn adding_a_bot_again_replaces_what_it_is_allowed() {
    let (scene, guild) = empty().await;
    for permissions in ["6", "4", "0"] {
        let asked = address(&scene, "bot", &[("guild_id", &guild), ("permissions", permissions)]);
        scene.sandbox.authorize(scene.demo.owner, &asked).await.unwrap();
        assert_eq!(permissions_of_bot(&scene, &guild), permissions.parse().ok());
    }
    let world = scene.sandbox.world();
    assert_eq!(world.guilds[&guild.parse().unwrap()].audit_log.len(), 1, "it was added once");
}

#[tokio::test]
async fn adding_a_bot_is_asked_each_time_and_not_remembered() {
    let (scene, guild) = empty().await;
    let asked =
        address(&scene, "bot identify", &[("guild_id", &guild), ("prompt", "none"), ("permissions", "268435456")]);
    scene.sandbox.authorize(scene.demo.owner, &asked).await.unwrap();
    let again = scene.open(&asked, Some("sandbox_person=ada")).await;
    assert_eq!(again.status, 200);
    assert!(again.text.contains("<li>manage roles</li>"), "{}", again.text);
    let granted = scene.sandbox.world().oauth.granted(scene.demo.owner, scene.demo.application);
    assert_eq!(granted, [sandbox::Scope::Identify].into());
}
