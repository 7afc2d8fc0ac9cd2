//! Languages: of people, of guilds, of commands.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Scene, scene};

#[tokio::test]
async fn an_interaction_carries_the_languages_of_the_person_and_of_the_guild() {
    let scene = scene().await;
    let endpoint = scene.answering(json!({ "type": 4, "data": { "content": "Hi" } })).await;
    {
        let mut world = scene.sandbox.world();
        world.users.get_mut(&scene.demo.moderator).unwrap().locale = "de".to_owned();
        world.guilds.get_mut(&scene.demo.guild).unwrap().preferred_locale = "fr".to_owned();
    }
    scene.sandbox.command(scene.moderator(), "case show", json!({})).await.unwrap();
    let body = endpoint.seen().pop().unwrap();
    assert_eq!(
        (&body["locale"], &body["guild_locale"], &body["guild"]["locale"]),
        (&json!("de"), &json!("fr"), &json!("fr"))
    );
    assert_eq!(scene.get(&scene.guild("")).await.body["preferred_locale"], "fr");
    scene.sandbox.command(scene.demo.seat(scene.demo.member), "case show", json!({})).await.unwrap();
    assert_eq!(endpoint.seen().pop().unwrap()["locale"], "en-US");
}

fn path(scene: &Scene) -> String {
    format!("/applications/{}/commands", scene.demo.application)
}

fn command() -> Value {
    json!({
        "name": "ban", "description": "Ban", "name_localizations": { "de": "sperren" },
        "description_localizations": { "de": "Sperren", "fr": "Bannir" },
        "options": [{
            "type": 3, "name": "why", "description": "Why", "name_localizations": { "de": "warum" },
            "choices": [{ "name": "Spam", "value": "spam", "name_localizations": { "de": "Werbung" } }],
        }],
    })
}

#[tokio::test]
async fn translations_are_listed_when_asked_for_and_stand_in_every_other_answer() {
    let scene = scene().await;
    let registered = scene.call(Method::PUT, &path(&scene), Some(json!([command()]))).await.body;
    assert_eq!(registered[0]["name_localizations"], json!({ "de": "sperren" }));
    assert_eq!(scene.get(&format!("{}?with_localizations=true", path(&scene))).await.body, registered);
    let one = format!("{}/{}", path(&scene), registered[0]["id"].as_str().unwrap());
    assert_eq!(scene.get(&one).await.body, registered[0]);

    let listed = scene.get(&path(&scene)).await.body;
    assert!(!listed.to_string().contains("locali"), "{listed}");
    let authorization = ("authorization", format!("Bot {}", scene.token()));
    let in_german = [authorization, ("x-discord-locale", "de".to_owned())];
    let listed = scene.raw(Method::GET, &path(&scene), &in_german, String::new()).await.unwrap().body;
    let option = &listed[0]["options"][0];
    assert_eq!((&listed[0]["name_localized"], &option["name_localized"]), (&json!("sperren"), &json!("warum")));
    assert_eq!(option["choices"][0]["name_localized"], "Werbung");
    assert!(option.get("description_localized").is_none());
}

#[tokio::test]
async fn a_translation_is_held_to_what_it_translates() {
    let scene = scene().await;
    for (field, dictionary, pointer) in [
        ("/name_localizations", json!({ "de": "Sperren!" }), "/0/name_localizations/de"),
        ("/name_localizations", json!({ "de": "x".repeat(33) }), "/0/name_localizations/de"),
        ("/name_localizations", json!({ "tlh": "ban" }), "/0/name_localizations/tlh"),
        ("/description_localizations", json!({ "de": "" }), "/0/description_localizations/de"),
        ("/options/0/name_localizations", json!({ "de": "Warum" }), "/0/options/0/name_localizations/de"),
        (
            "/options/0/choices/0/name_localizations",
            json!({ "de": "x".repeat(101) }),
            "/0/options/0/choices/0/name_localizations/de",
        ),
    ] {
        let mut command = command();
        *command.pointer_mut(field).unwrap_or(&mut Value::Null) = dictionary.clone();
        let called = scene.call(Method::PUT, &path(&scene), Some(json!([command]))).await;
        assert_eq!(called.refusal(), (400, 50_035), "{field} {dictionary}");
        assert!(called.body["errors"].pointer(&format!("{pointer}/_errors")).is_some(), "{}", called.body);
    }
    assert_eq!(scene.call(Method::PUT, &path(&scene), Some(json!([command()]))).await.status, 200);
}

#[tokio::test]
async fn of_a_text_and_its_translations_the_longest_counts_towards_the_size() {
    let scene = scene().await;
    let options = |count: usize, translated: usize| {
        let option = |number| {
            let choices: Vec<Value> = (0..25).map(|choice| {
                json!({ "name": format!("{choice}"), "value": choice, "name_localizations": { "de": "x".repeat(translated) } })
            }).collect();
            json!({ "type": 4, "name": format!("o{number}"), "description": "O", "choices": choices })
        };
        json!([{ "name": "big", "description": "Big", "options": (0..count).map(option).collect::<Vec<_>>() }])
    };
    assert_eq!(scene.call(Method::PUT, &path(&scene), Some(options(4, 70))).await.status, 200);
    assert_eq!(scene.call(Method::PUT, &path(&scene), Some(options(4, 90))).await.refusal(), (400, 50_035));
}
