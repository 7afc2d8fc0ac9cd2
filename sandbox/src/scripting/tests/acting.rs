//! What people do: lines, buttons, selects, forms, context menus, messages.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Scene, scene};

#[tokio::test]
async fn a_typed_line_is_answered_and_shown_only_to_whom_it_is_for() {
    let scene = scene().await;
    let (status, answer) = scene.send("/secret").await;
    assert_eq!((status, &answer["type"], &answer["failure"]), (200, &json!(4), &Value::Null));
    let entries = scene.entries(scene.demo.moderator).await;
    assert_eq!(entries[0]["words"], "used /secret");
    assert_eq!(entries[0]["messages"][0]["content"], "psst");
    assert_eq!(scene.entries(scene.demo.member).await, json!([]));

    let press = json!({ "message": entries[0]["messages"][0]["id"], "custom_id": "again" });
    assert_eq!(scene.post("components", scene.body(press)).await.0, 200);
    assert_eq!(scene.newest().await["words"], "pressed “Again”");
}

#[tokio::test]
async fn mistakes_are_refused_in_words() {
    let scene = scene().await;
    let mistake = scene.refusal("lines", scene.body(json!({ "line": "/secrte" }))).await;
    assert_eq!(mistake, "There is no command /secrte here. There are: /secret, /picks, /form.");
    let press = json!({ "message": "1", "custom_id": "again" });
    assert_eq!(scene.refusal("components", scene.body(press)).await, "This message is gone.");
}

#[tokio::test]
async fn a_bot_that_cannot_be_reached_is_told_with_the_reason() {
    let scene = scene().await;
    if let Some(application) = scene.sandbox.world().applications.get_mut(&scene.demo.application) {
        application.interactions_endpoint_url = None;
    }
    let mistake = scene.refusal("lines", scene.body(json!({ "line": "/secret" }))).await;
    assert_eq!(mistake, "The application has no interactions endpoint.");
    assert_eq!(scene.newest().await["state"], "failed");
}

#[tokio::test]
async fn a_line_is_outlined_while_it_is_typed() {
    let scene = scene().await;
    let typing = scene.body(json!({ "line": "/secr", "after": "" }));
    let (_, suggestions) = scene.post("suggestions", typing).await;
    assert_eq!(suggestions["list"][0]["line"], "/secret ");
    let (_, suggestions) = scene.post("suggestions", scene.body(json!({ "line": "/secret " }))).await;
    assert_eq!(suggestions["outline"]["name"], "secret");
    assert_eq!(suggestions["outline"]["bot"], "guildhall");
}

impl Scene {
    /// Chooses in one of the selects; what the bot was sent, and what was done in words.
    async fn choose(&self, custom_id: &str, values: &[String]) -> (Value, String) {
        let (status, answer) = self.post("components", self.choice(custom_id, values).await).await;
        assert_eq!(status, 200, "{answer}");
        let newest = self.newest().await;
        let content = newest["messages"][0]["content"].as_str().unwrap();
        (serde_json::from_str(content).unwrap(), newest["words"].as_str().unwrap().to_owned())
    }

    async fn choice(&self, custom_id: &str, values: &[String]) -> Value {
        let entries = self.entries(self.demo.moderator).await;
        self.body(json!({ "message": entries[0]["messages"][0]["id"], "custom_id": custom_id, "values": values }))
    }
}

#[tokio::test]
async fn selects_of_every_kind_send_what_was_chosen_with_what_it_stands_for() {
    let scene = scene().await;
    scene.send("/picks").await;
    let [member, elder, role] = [scene.demo.member, scene.demo.elder, scene.demo.helper_role].map(|id| id.to_string());
    let channel = scene.demo.channel.to_string();
    for (custom_id, values, resolved, words) in [
        ("colour", vec!["b".to_owned()], None, "chose Blue in “A colour”"),
        ("user", vec![member.clone(), elder], Some("members,users"), "chose @mallory, @merlin in “Who”"),
        ("role", vec![], None, "chose nothing in “a select”"),
        ("anyone", vec![member, role], Some("members,roles,users"), "chose @mallory, @Helper in “a select”"),
        ("channel", vec![channel], Some("channels"), "chose #general in “a select”"),
    ] {
        let (sent, said) = scene.choose(custom_id, &values).await;
        assert_eq!(sent["values"], json!(values), "{custom_id}");
        assert_eq!(sent["resolved"].as_str(), resolved, "{custom_id}");
        assert_eq!(said, words);
    }
}

#[tokio::test]
async fn what_a_select_does_not_offer_cannot_be_chosen() {
    let scene = scene().await;
    scene.send("/picks").await;
    for (custom_id, values, words) in [
        ("colour", vec!["green"], "Colour has no option green."),
        ("colour", vec!["r", "b"], "Colour takes 1 to 1 values, not 2."),
        ("user", vec!["12"], "There is nobody and nothing with the id 12."),
    ] {
        let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
        assert_eq!(scene.refusal("components", scene.choice(custom_id, &values).await).await, words);
    }
}

#[tokio::test]
async fn a_form_takes_texts_and_choices_and_refuses_what_it_does_not_want() {
    let scene = scene().await;
    let (_, opened) = scene.send("/form").await;
    assert_eq!(opened["modal"]["title"], "A form");
    let interaction = &opened["interaction"];
    let member = scene.demo.member.to_string();
    let mistake = scene.refusal("modals", json!({ "interaction": interaction, "fields": { "why": "" } })).await;
    assert_eq!(mistake, "Why is required.");
    let values = json!({ "who": [member], "which": "2", "sure": true });
    let body = json!({ "interaction": interaction, "fields": { "why": "spam" }, "values": values });
    assert_eq!(scene.post("modals", body).await.0, 200);
    let newest = scene.newest().await;
    assert_eq!(newest["words"], "sent a form");
    let sent: Value = serde_json::from_str(newest["messages"][0]["content"].as_str().unwrap()).unwrap();
    let who = format!("who=[\"{member}\"]");
    assert_eq!(sent["inputs"], json!(["why=\"spam\"", who, "which=\"2\"", "sure=true"]));
    assert_eq!(sent["resolved"], "members,users");
    assert_eq!(scene.refusal("modals", json!({ "interaction": "1" })).await, "This form is no longer open.");
}

#[tokio::test]
async fn context_menus_hold_what_the_person_is_offered() {
    let scene = scene().await;
    let menus = async |user: u64| {
        let place = format!("guild={}&channel={}&user={user}", scene.demo.guild, scene.demo.channel);
        scene.get(&format!("menus?{place}")).await
    };
    let bot = scene.demo.application.to_string();
    let report = json!([{ "application": bot, "bot": "Guildhall", "name": "Report" }]);
    let warn = json!([{ "application": bot, "bot": "Guildhall", "name": "Warn" }]);
    assert_eq!(menus(scene.demo.moderator).await, json!({ "user": warn, "message": report }));
    assert_eq!(menus(scene.demo.member).await, json!({ "user": [], "message": report }));
}

#[tokio::test]
async fn a_server_shows_a_command_to_whom_it_likes() {
    let scene = scene().await;
    let (guild, member) = (scene.demo.guild.to_string(), scene.demo.member.to_string());
    let commands = scene.get("state").await["applications"][0]["commands"].clone();
    let warn = commands.as_array().unwrap().iter().find(|one| one["name"] == "Warn").unwrap()["id"].clone();
    let path = format!("guilds/{guild}/commands/{}", warn.as_str().unwrap());
    let set = async |id: &str| scene.call(Method::PUT, &path, Some(json!({ "id": id, "shown": true }))).await;
    assert_eq!(set(&member).await.0, 204);
    let place = format!("guild={guild}&channel={}&user={member}", scene.demo.channel);
    assert_eq!(scene.get(&format!("menus?{place}")).await["user"][0]["name"], "Warn");
    assert_eq!(set("7").await.1["message"], "This is neither a role nor a member of this server.");
}

#[tokio::test]
async fn a_context_menus_command_is_run_on_a_member_and_on_a_message() {
    let scene = scene().await;
    let mut draft = scene.body(json!({ "content": "look at <@1>" }));
    draft["user"] = json!(scene.demo.member.to_string());
    let (_, message) = scene.post("messages", draft).await;
    let bot = scene.demo.application.to_string();
    let member = scene.demo.member.to_string();
    for (name, kind, target, words) in [
        ("Warn", "user", &json!(member), "used Warn on mallory"),
        ("Report", "message", &message["id"], "used Report on a message of mallory"),
    ] {
        let body = scene.body(json!({ "application": bot, "name": name, "kind": kind, "target": target }));
        assert_eq!(scene.post("menus", body).await.0, 200);
        let newest = scene.newest().await;
        assert_eq!(newest["words"], words);
        let sent: Value = serde_json::from_str(newest["messages"][0]["content"].as_str().unwrap()).unwrap();
        assert_eq!(sent["target"], *target);
    }
    let body = scene.body(json!({ "application": bot, "name": "Report", "kind": "message", "target": "1" }));
    assert_eq!(scene.refusal("menus", body).await, "This message is gone.");
}

#[tokio::test]
async fn a_person_writes_where_they_may() {
    let scene = scene().await;
    let (status, message) = scene.post("messages", scene.body(json!({ "content": " hello " }))).await;
    assert_eq!(status, 200);
    let newest = scene.newest().await;
    assert_eq!((&newest["id"], &newest["messages"][0]["content"]), (&message["id"], &json!("hello")));
    assert_eq!(scene.refusal("messages", scene.body(json!({ "content": " " }))).await, "There is nothing to send yet.");
    let mut secret = scene.body(json!({ "content": "let me in" }));
    secret["channel"] = json!(scene.demo.mod_log.to_string());
    secret["user"] = json!(scene.demo.member.to_string());
    assert_eq!(scene.refusal("messages", secret).await, "Mallory may not write in #mod-log.");
}
