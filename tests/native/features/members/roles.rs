//! The roles that new members get by themselves.

use sandbox::FaultKind;
use serde_json::{Value, json};

use super::{ZOE, ago, joining};
use crate::support::App;

impl App {
    async fn giving() -> Self {
        let app = Self::with_members().await;
        app.configure("members.auto_roles", "role", &app.demo.helper_role.to_string()).await;
        app
    }

    /// Somebody who is on Discord joins: the sandbox has them as a member, and Discord tells.
    async fn comes(&self, change: Value) -> u64 {
        let user = self.demo.stranger;
        self.sandbox.world().join(self.demo.guild, user, &[]);
        self.told("GUILD_MEMBER_ADD", joining(self, user, change)).await;
        user
    }

    fn roles_of(&self, user: u64) -> Vec<u64> {
        self.with_member(user, |member| member.roles.clone())
    }
}

#[tokio::test]
async fn who_joins_has_the_roles_that_the_server_has_set() {
    let app = App::giving().await;
    let user = app.comes(json!({})).await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
    let reasons: Vec<_> = app.sandbox.world().requests.iter().filter_map(|seen| seen.reason.clone()).collect();
    assert_eq!(reasons, ["Guildhall: role for new members"]);
}

#[tokio::test]
async fn a_join_that_is_told_late_still_gives_roles() {
    let app = App::giving().await;
    let user = app.comes(json!({ "joined_at": ago(5).to_string() })).await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
}

#[tokio::test]
async fn bots_have_roles_of_their_own() {
    let app = App::giving().await;
    let user = json!({ "id": app.demo.stranger.to_string(), "username": "robot", "bot": true });
    let stranger = app.comes(json!({ "user": user })).await;
    assert_eq!(app.roles_of(stranger), [0; 0]);
    app.configure("members.bot_roles", "role", &app.demo.helper_role.to_string()).await;
    let stranger = app.comes(json!({ "user": user })).await;
    assert_eq!(app.roles_of(stranger), [app.demo.helper_role]);
}

#[tokio::test]
async fn who_has_yet_to_accept_the_rules_gets_their_roles_then_and_nobody_else_does() {
    let app = App::giving().await;
    let user = app.comes(json!({ "pending": true })).await;
    assert_eq!(app.roles_of(user), [0; 0]);
    // A new nickname of somebody who waits, and of somebody who was there before.
    app.told("GUILD_MEMBER_UPDATE", joining(&app, user, json!({ "pending": true, "nick": "x" }))).await;
    let before = json!({ "nick": "x", "joined_at": ago(2).to_string() });
    app.told("GUILD_MEMBER_UPDATE", joining(&app, app.demo.member, before)).await;
    assert_eq!((app.roles_of(user), app.roles_of(app.demo.member)), (vec![], vec![]));
    for _ in 0..2 {
        app.told("GUILD_MEMBER_UPDATE", joining(&app, user, json!({ "joined_at": ago(2).to_string() }))).await;
    }
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'members.give_roles'").await, 1);
    assert_eq!(app.value::<i64>("select count(*) from pending_members").await, 0);
}

#[tokio::test]
async fn who_accepts_the_rules_before_it_is_told_that_they_joined_gets_their_roles_once() {
    let app = App::giving().await;
    let user = app.demo.stranger;
    app.sandbox.world().join(app.demo.guild, user, &[]);
    let joined = joining(&app, user, json!({ "pending": true }));
    let accepted = json!({ "pending": false, "joined_at": joined["joined_at"] });
    app.told("GUILD_MEMBER_UPDATE", joining(&app, user, accepted.clone())).await;
    app.told("GUILD_MEMBER_ADD", joined).await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
    app.with_member(user, |member| member.roles.clear());
    app.told("GUILD_MEMBER_UPDATE", joining(&app, user, accepted)).await;
    assert_eq!(app.roles_of(user), [0; 0], "what staff took away is not given again");
}

#[tokio::test]
async fn a_server_may_give_roles_before_the_rules_are_accepted_and_forgets_who_leaves() {
    let app = App::giving().await;
    app.comes(json!({ "pending": true })).await;
    assert_eq!(app.value::<i64>("select count(*) from pending_members").await, 1);
    app.leaves(app.demo.stranger).await;
    assert_eq!(app.value::<i64>("select count(*) from pending_members").await, 0);
    app.configure("members.roles_after_screening", "value", "off").await;
    let user = app.comes(json!({ "pending": true })).await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
}

#[tokio::test]
async fn roles_may_come_a_while_after_joining() {
    let app = App::giving().await;
    app.configure("members.roles_after", "value", "10m").await;
    let user = app.comes(json!({})).await;
    app.tick().await;
    assert_eq!(app.roles_of(user), [0; 0]);
    let due = "select run_at between now() + interval '9 minutes' and now() + interval '10 minutes' from tasks";
    assert!(app.value::<bool>(due).await);
    app.run_waiting().await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
}

#[tokio::test]
async fn who_has_left_before_is_no_failure_and_a_failing_discord_is_asked_again() {
    let app = App::giving().await;
    app.joins(json!({})).await;
    let result = "select result ->> 'nobody to give them to' from tasks where subject = 'members/1300000000000000000'";
    assert_eq!(app.value::<String>(result).await, "they have left");
    assert_eq!(ZOE, 1_300_000_000_000_000_000);
    app.fail("PUT /guilds/*/members/*/roles/*", FaultKind::Status(500), 1);
    let user = app.comes(json!({})).await;
    assert_eq!(app.roles_of(user), [0; 0]);
    app.run_waiting().await;
    assert_eq!(app.roles_of(user), [app.demo.helper_role]);
}

#[tokio::test]
async fn a_role_that_cannot_be_given_is_told_once_and_stops_no_other() {
    let app = App::giving().await;
    app.configure("members.log_channel", "channel", &app.demo.mod_log.to_string()).await;
    let (elders, helper) = {
        let world = app.sandbox.world();
        let roles = &world.guilds[&app.demo.guild].roles;
        (roles.values().find(|role| role.name == "Elder").unwrap().id, app.demo.helper_role)
    };
    // As the picker saves several.
    let both = json!([elders.to_string(), "7", helper.to_string()]);
    let sql = "update settings_versions set value = jsonb_set(value, '{auto_roles}', $1) where feature = 'members'";
    sqlx::query(sql).bind(both).execute(&mut app.admin().await).await.unwrap();
    let user = app.comes(json!({})).await;
    assert_eq!(app.roles_of(user), [helper]);
    app.joins(json!({})).await;
    app.run_waiting().await;
    let told: Vec<String> = app.lines().into_iter().filter(|line| line.contains("can't give")).collect();
    let wanted = [
        format!("**I can't give new members a role.** <@&{elders}> stands above my highest role. Drag my role above it in the server's settings."),
        "**I can't give new members a role.** <@&7> is gone. Take it out with /settings set setting:members.auto_roles, or members.bot_roles.".to_owned(),
    ];
    assert_eq!(told, wanted);
    let asked = app.sandbox.world().requests.iter().filter(|seen| seen.route.contains("/roles/")).count();
    assert_eq!(asked, 2, "for each who joined only the role that can be given was tried");
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn a_role_that_discord_refuses_is_told_as_well() {
    let app = App::giving().await;
    app.configure("members.log_channel", "channel", &app.demo.mod_log.to_string()).await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let mine = guild.members[&app.demo.application].roles.clone();
        mine.iter()
            .for_each(|role| guild.roles.get_mut(role).unwrap().permissions &= !sandbox::Permissions::MANAGE_ROLES);
    }
    app.comes(json!({})).await;
    let words = format!("Discord does not let me give <@&{}>.", app.demo.helper_role);
    assert!(app.lines().iter().any(|line| line.contains(&words)), "{:?}", app.lines());
    assert_eq!(app.value::<i64>("select count(*) from tasks where state = 'dead'").await, 0);
}

#[tokio::test]
async fn several_roles_are_picked_at_once_and_taken_out_again() {
    let app = App::with_members().await;
    let [one, other] =
        ["One", "Other"].map(|name| app.sandbox.world().create_role(app.demo.guild, name, 0).to_string());
    let panel = json!({ "setting": "members.auto_roles" });
    let shown = app.sandbox.command(app.manager(), "settings set", panel).await.unwrap();
    let message = app.sandbox.original(shown.interaction).unwrap();
    let select = message.components[0]["components"][0].clone();
    assert_eq!((&select["type"], &select["min_values"], &select["max_values"]), (&json!(6), &json!(0), &json!(10)));
    let pick = async |values: &[&str]| {
        let select = app.sandbox.world().messages[&message.id].components[0]["components"][0].clone();
        let custom_id = select["custom_id"].as_str().unwrap().to_owned();
        let reply = app.sandbox.select(app.manager(), message.id, &custom_id, values).await.unwrap();
        let stored = "select value -> 'auto_roles' from settings_versions order by version desc limit 1";
        (reply.content().to_owned(), app.value::<Value>(stored).await)
    };
    assert_eq!(pick(&[&one, &other]).await, ("Saved as version 1.".to_owned(), json!([one, other])));
    let chosen = app.sandbox.world().messages[&message.id].components[0]["components"][0]["default_values"].clone();
    assert_eq!(chosen, json!([{ "type": "role", "id": one }, { "type": "role", "id": other }]));
    assert_eq!(pick(&[]).await, ("Saved as version 2.".to_owned(), json!([])));
}
