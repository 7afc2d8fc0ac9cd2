//! A bot with a command of every kind, which answers with components of every kind.

use std::net::Ipv4Addr;

use axum::{Json, Router, routing::post};
use sandbox::Sandbox;
use serde_json::{Value, json};

const EPHEMERAL: u64 = 1 << 6;
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// Starts the bot, and gives the application its commands and its endpoint.
pub async fn register(sandbox: &Sandbox, application: u64) {
    let bot = Router::new().route("/", post(async |Json(body): Json<Value>| Json(answer(&body))));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, bot).await });
    let mut world = sandbox.world();
    let application = world.applications.get_mut(&application).unwrap();
    application.interactions_endpoint_url = Some(url);
    application.commands = commands();
}

fn commands() -> Vec<Value> {
    let of =
        |name: &str, kind: u64, about: &str| json!({ "id": "1", "name": name, "type": kind, "description": about });
    let mut give = of("give", 1, "Give somebody something");
    give["options"] = json!([
        { "type": 6, "name": "user", "description": "Who gets it", "required": true },
        { "type": 3, "name": "fruit", "description": "Which fruit", "required": true, "autocomplete": true },
        { "type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 9 },
        { "type": 5, "name": "wrapped", "description": "In paper" },
        { "type": 7, "name": "where", "description": "In which channel" },
        { "type": 8, "name": "role", "description": "For whom else" },
        { "type": 3, "name": "size", "description": "How large", "choices": [
            { "name": "Small", "value": "s" }, { "name": "Very large", "value": "xl" }] },
        { "type": 11, "name": "picture", "description": "What it looks like" },
    ]);
    let mut warn = of("Warn", 2, "");
    warn["default_member_permissions"] = json!((1_u64 << 40).to_string());
    vec![
        of("cards", 1, "Markdown, an embed, buttons"),
        of("report", 1, "Components of the new kind"),
        of("whisper", 1, "For one person alone"),
        of("picks", 1, "Selects of every kind"),
        of("form", 1, "A form"),
        give,
        warn,
        of("Report message", 3, ""),
    ]
}

fn answer(body: &Value) -> Value {
    let data = &body["data"];
    let name = data["name"].as_str().or(data["custom_id"].as_str()).unwrap_or_default();
    match name {
        _ if body["type"] == 4 => json!({ "type": 8, "data": { "choices": fruit(data) } }),
        "cards" => message(json!({ "content": MARKDOWN, "embeds": [embed()], "components": buttons() })),
        "report" => message(json!({ "flags": IS_COMPONENTS_V2, "components": [report()] })),
        "whisper" => message(json!({ "content": "psst", "flags": EPHEMERAL })),
        "picks" => message(json!({ "content": "Pick.", "components": selects() })),
        "form" | "open form" => json!({ "type": 9, "data": form() }),
        "edit" => json!({ "type": 7, "data": { "content": "edited in its place", "embeds": [], "components": [] } }),
        _ => message(json!({ "content": told(data) })),
    }
}

fn message(data: Value) -> Value {
    json!({ "type": 4, "data": data })
}

/// What the bot was sent, in words: a command's target or options, what was chosen, what was filled in.
fn told(data: &Value) -> String {
    let given = |parts: &Value, id: &str| {
        let parts = parts.as_array().into_iter().flatten();
        let part = parts.map(|part| {
            let part = if part["component"].is_object() { &part["component"] } else { part };
            format!("{}={}", part[id].as_str().unwrap_or_default(), part.get("values").unwrap_or(&part["value"]))
        });
        part.collect::<Vec<_>>().join(" ")
    };
    let name = data["name"].as_str().or(data["custom_id"].as_str()).unwrap_or_default();
    let users = data["resolved"]["users"].as_object().into_iter().flatten();
    let users: Vec<_> = users.filter_map(|(_, user)| user["username"].as_str()).collect();
    let messages = data["resolved"]["messages"].as_object().into_iter().flatten();
    let messages: Vec<_> = messages.filter_map(|(_, message)| message["content"].as_str()).collect();
    let (options, inputs) = (given(&data["options"], "name"), given(&data["components"], "custom_id"));
    format!(
        "{name} {options}{inputs} values:{} people:{} messages:{}",
        data["values"],
        users.join(","),
        messages.join(",")
    )
}

fn fruit(data: &Value) -> Vec<Value> {
    let options = data["options"].as_array().into_iter().flatten();
    let typed = options.clone().find(|option| option["focused"] == true).and_then(|option| option["value"].as_str());
    let fitting = ["apple", "banana", "cherry pie"].into_iter().filter(|name| name.contains(typed.unwrap_or_default()));
    fitting.map(|name| json!({ "name": name, "value": name })).collect()
}

const MARKDOWN: &str = "# Heading\n**bold** and *slanted* and ||hidden|| <t:1700000000:R>\n> quoted\n- one\n- two\n\
    ```js\nconst a = **1**;\n```\n[safe](https://example.com/page) [unsafe](javascript:alert(1)) <script>alert(1)</script>";

fn embed() -> Value {
    json!({
        "title": "Title", "url": "https://example.com/title", "description": "About **it**", "color": 0x2b_7a_3a,
        "author": { "name": "Author" }, "footer": { "text": "Footer" }, "timestamp": "2026-11-21T10:00:00Z",
        "fields": [{ "name": "First", "value": "1", "inline": true }, { "name": "Second", "value": "2", "inline": true }],
        "image": { "url": "https://example.com/picture.png" },
    })
}

fn row(parts: &[Value]) -> Value {
    json!({ "type": 1, "components": parts })
}

fn button(style: u64, label: &str) -> Value {
    json!({ "type": 2, "style": style, "label": label, "custom_id": label.to_lowercase() })
}

fn buttons() -> Value {
    let mut off = button(2, "Off");
    off["disabled"] = json!(true);
    let link = json!({ "type": 2, "style": 5, "label": "Docs", "url": "https://example.com/docs" });
    json!([
        row(&[button(1, "Open form"), button(2, "Edit"), button(3, "Yes"), button(4, "No"), link]),
        row(&[off, json!({ "type": 2, "style": 6, "sku_id": "1" })]),
    ])
}

fn report() -> Value {
    let text = |content: &str| json!({ "type": 10, "content": content });
    let thumbnail =
        json!({ "type": 11, "media": { "url": "https://example.com/a.png" }, "description": "A thumbnail" });
    json!({ "type": 17, "accent_color": 0xd9_77_06, "components": [
        text("## Report\nAll is **well**."),
        { "type": 14, "divider": true, "spacing": 2 },
        { "type": 9, "components": [text("Beside a picture")], "accessory": thumbnail },
        { "type": 9, "components": [text("Beside a button")], "accessory": button(1, "Beside") },
        { "type": 12, "items": [
            { "media": { "url": "https://example.com/one.png" }, "description": "Picture one" },
            { "media": { "url": "https://example.com/two.png" }, "description": "Picture two", "spoiler": true },
        ] },
        row(&[json!({ "type": 5, "custom_id": "reviewer", "placeholder": "Reviewer" })]),
    ] })
}

fn selects() -> Value {
    let option =
        |label: &str, value: &str| json!({ "label": label, "value": value, "description": format!("As {value}") });
    json!([
        row(&[json!({ "type": 3, "custom_id": "colour", "placeholder": "Colour",
            "options": [option("Red", "r"), option("Blue", "b"), option("Green", "g")] })]),
        row(&[json!({ "type": 5, "custom_id": "people", "placeholder": "People", "min_values": 2, "max_values": 3 })]),
        row(&[json!({ "type": 6, "custom_id": "role", "placeholder": "Role", "min_values": 0 })]),
        row(&[json!({ "type": 7, "custom_id": "anyone", "placeholder": "Anyone", "max_values": 5 })]),
        row(&[json!({ "type": 8, "custom_id": "channel", "placeholder": "Channel" })]),
    ])
}

fn form() -> Value {
    let label = |name: &str, about: &str, component: Value| json!({ "type": 18, "label": name, "description": about, "component": component });
    let options = json!([{ "label": "One", "value": "1" }, { "label": "Two", "value": "2" }]);
    json!({ "title": "A form", "custom_id": "sent form", "components": [
        { "type": 10, "content": "Please be **kind**." },
        label("Short", "At least three letters", json!({ "type": 4, "style": 1, "custom_id": "short", "min_length": 3,
            "max_length": 10 })),
        label("Long", "Anything", json!({ "type": 4, "style": 2, "custom_id": "long", "required": false })),
        label("Who", "Somebody", json!({ "type": 5, "custom_id": "who" })),
        label("Which", "One of them", json!({ "type": 21, "custom_id": "which", "options": options })),
    ] })
}
