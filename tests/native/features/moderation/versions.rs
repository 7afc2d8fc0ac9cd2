//! Settings: what every feature declares, and what keeps versions as they are.

use guildhall::{
    features,
    platform::{
        locale::{Language, Locale},
        settings::{Declaration, Field, Kind, accept, parse, schema, show},
    },
};
use serde_json::{Value, json};
use sqlx::Executor;

use super::Card;
use crate::support::App;

/// Every feature that has settings.
fn declared() -> Vec<(&'static str, &'static Declaration)> {
    let all: Vec<_> = features::ALL.iter().filter_map(|feature| Some((feature.name, feature.settings?))).collect();
    assert!(!all.is_empty());
    all
}

/// Every field with its path.
fn fields() -> Vec<(String, &'static Field)> {
    let of = |(name, declaration): (&str, &'static Declaration)| {
        declaration.fields.iter().map(move |field| (format!("{name}.{}", field.name), field)).collect::<Vec<_>>()
    };
    declared().into_iter().flat_map(of).collect()
}

fn locales() -> [Locale; 2] {
    [Language::English, Language::German].map(|language| Locale::new(language, features::ALL))
}

#[test]
fn the_fields_of_the_struct_the_declaration_and_the_schema_are_the_same() {
    for (name, declaration) in declared() {
        let mut listed: Vec<&str> = declaration.fields.iter().map(|field| field.name).collect();
        let schema = schema(name, declaration);
        assert_eq!(schema["x-order"], json!(listed), "{name}");
        listed.sort_unstable();
        assert!(declaration.defaults().keys().eq(&listed), "{name}: {:?} {listed:?}", declaration.defaults());
        assert!(schema["properties"].as_object().unwrap().keys().eq(&listed), "{name}");
        assert_eq!(schema["additionalProperties"], false, "{name}");
        assert!(listed.len() <= 25, "{name}: a select has 25 options");
    }
}

#[test]
fn every_default_may_stand_and_is_read_back_from_what_is_shown() {
    for (name, declaration) in declared() {
        let defaults = declaration.defaults();
        for field in declaration.fields {
            for locale in locales() {
                let value = &defaults[field.name];
                assert_eq!(accept(locale, field, value).as_ref(), Ok(value), "{name}.{}", field.name);
                assert!(!show(locale, field, value).is_empty(), "{name}.{}", field.name);
            }
        }
        assert_eq!(declaration.complete(defaults.clone()), defaults, "{name}");
    }
}

/// Values of other types than the field's.
fn wrong_values(kind: &Kind) -> Vec<Value> {
    let all =
        [json!(true), json!(5), json!(-1.5), json!(""), json!("?"), json!([]), json!(["?"]), json!([5]), json!({})];
    let fits = |value: &Value| match kind {
        Kind::Switch => value.is_boolean(),
        Kind::Whole { least, most } => value.as_i64().is_some_and(|number| (*least..=*most).contains(&number)),
        Kind::Text { .. } => value == "?",
        Kind::Choice(_) | Kind::Duration(_) | Kind::Channel | Kind::Role => false,
        Kind::Lines { .. } | Kind::Channels { .. } | Kind::Roles { .. } => *value == json!([]),
    };
    let null = (!kind.is_optional()).then_some(Value::Null);
    all.into_iter().filter(|value| !fits(value)).chain(null).collect()
}

#[test]
fn every_field_refuses_a_wrong_value_with_a_sentence() {
    for (path, field) in fields() {
        for value in wrong_values(&field.kind) {
            for locale in locales() {
                let problem = accept(locale, field, &value);
                let problem = problem.expect_err(&format!("{path} takes {value}"));
                assert!(problem.ends_with('.') && problem.chars().count() > 10, "{path}, {value}: {problem}");
            }
        }
    }
}

#[test]
fn every_field_refuses_what_cannot_be_read_with_a_sentence() {
    for (path, field) in fields() {
        let text = match &field.kind {
            Kind::Text { longest, .. } => "x".repeat(longest + 1),
            _ => "¿?".to_owned(),
        };
        for locale in locales() {
            let problem = parse(locale, field, &text).expect_err(&path);
            assert!(problem.ends_with('.'), "{path}: {problem}");
        }
        assert_eq!(
            parse(locales()[0], field, "  ").is_ok_and(|value| value.is_null()),
            field.kind.is_optional(),
            "{path}"
        );
    }
}

#[test]
fn every_field_says_what_it_does_and_what_it_offers_fits_discord() {
    for (path, field) in fields() {
        assert!((10..=100).contains(&field.summary.chars().count()), "{path}: {}", field.summary);
        assert!(path.len() <= 45, "{path} is a form's title");
        if let Kind::Choice(choices) = &field.kind {
            assert!((1..=25).contains(&choices.len()), "{path}");
        }
    }
}

#[test]
fn in_an_open_text_only_known_words_in_braces_are_taken() {
    let kind = Kind::Text { longest: 30, placeholders: &["a", "b"] };
    let field = Field { name: "text", summary: "A text", kind };
    let locale = locales()[0];
    for text in ["{a} and {b}", "a} {", "{ {a}", "no braces"] {
        assert!(parse(locale, &field, text).is_ok(), "{text}");
    }
    for text in ["{c}", "{a} {}", "{A}", "{a b}"] {
        assert!(parse(locale, &field, text).is_err(), "{text}");
    }
}

#[test]
fn a_whole_number_lies_within_its_bounds() {
    let field = Field { name: "number", summary: "A number", kind: Kind::Whole { least: 1, most: 10 } };
    let locale = locales()[0];
    assert_eq!(parse(locale, &field, " 7 "), Ok(json!(7)));
    for (text, words) in [("0", "from 1 to 10"), ("11", "from 1 to 10"), ("seven", "such as 5"), ("1.5", "such as 5")] {
        assert!(parse(locale, &field, text).unwrap_err().contains(words), "{text}");
    }
}

#[tokio::test]
async fn the_worker_may_neither_change_nor_delete_a_version() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    let mut connection = app.admin().await;
    connection.execute("set role guildhall_worker").await.unwrap();
    let enter = format!("select enter_guild({}, {})", app.demo.application, app.demo.guild);
    for statement in [
        "select",
        "update settings_versions set reason = 'x'",
        "delete from settings_versions",
        "truncate settings_versions",
    ] {
        connection.execute("begin").await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(enter.clone())).await.unwrap();
        let seen: i64 =
            sqlx::query_scalar("select count(*) from settings_versions").fetch_one(&mut connection).await.unwrap();
        assert_eq!(seen, 1);
        match connection.execute(statement).await {
            Ok(_) => assert_eq!(statement, "select"),
            Err(error) => assert!(error.to_string().contains("permission denied"), "{statement}: {error}"),
        }
        connection.execute("rollback").await.unwrap();
    }
}

#[tokio::test]
async fn another_tenant_and_another_server_see_nothing_of_it() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    let rival = app.rival().await;
    let elsewhere = {
        let mut world = app.sandbox.world();
        let guild = world.create_guild("Elsewhere", app.demo.admin);
        world.install(guild, app.demo.application, sandbox::Permissions::BAN_MEMBERS);
        let channel = world.guilds[&guild].channels.keys().next().copied().unwrap();
        sandbox::Seat { guild, channel, ..app.manager() }
    };
    for seat in [sandbox::Seat { user: app.demo.admin, ..rival }, elsewhere] {
        let reply = app.sandbox.command(seat, "settings show", json!({ "feature": "moderation" })).await.unwrap();
        assert!(Card::of(&reply).description.contains("`reason_required` off"), "{seat:?}");
        let reply = app.sandbox.command(seat, "settings history", json!({ "feature": "moderation" })).await.unwrap();
        assert_eq!(Card::of(&reply).description, "Nobody has changed these settings yet.");
        let said = app.says(seat, "settings rollback", json!({ "feature": "moderation", "version": 1 })).await;
        assert_eq!(said, "There is no version 1.");
        let options = json!({ "setting": "moderation.language", "value": "de" });
        assert_eq!(app.says(seat, "settings set", options).await, "Saved as version 1.");
    }
    assert_eq!(app.value::<i64>("select count(*) from settings_versions where version = 1").await, 3);
}
