//! A bot that has a command of every kind, and tells what it was sent.

use std::net::Ipv4Addr;

use axum::{Json, Router, routing::post};
use serde_json::{Value, json};

/// Starts it; its address.
pub async fn start() -> String {
    let bot = Router::new().route("/", post(async |Json(body): Json<Value>| Json(answer(&body))));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, bot).await });
    url
}

pub fn commands() -> Vec<Value> {
    let of = |id: &str, name: &str, kind: u64| json!({ "id": id, "name": name, "type": kind, "description": "Tries" });
    let mut warn = of("4", "Warn", 2);
    warn["default_member_permissions"] = json!((1_u64 << 40).to_string());
    vec![of("1", "secret", 1), of("2", "picks", 1), of("3", "form", 1), warn, of("5", "Report", 3)]
}

fn answer(body: &Value) -> Value {
    let data = &body["data"];
    match data["name"].as_str().unwrap_or_default() {
        "secret" => {
            let button = json!({ "type": 2, "style": 1, "label": "Again", "custom_id": "again" });
            json!({ "type": 4, "data": { "content": "psst", "flags": 64, "components": [row(&button)] } })
        }
        "picks" => json!({ "type": 4, "data": { "content": "pick", "components": selects() } }),
        "form" => json!({ "type": 9, "data": form() }),
        // Everything that was used, chosen or filled in comes back.
        _ => json!({ "type": 4, "data": { "content": brief(data) } }),
    }
}

fn row(part: &Value) -> Value {
    json!({ "type": 1, "components": [part] })
}

fn selects() -> Value {
    let colours = json!([{ "label": "Red", "value": "r" }, { "label": "Blue", "value": "b" }]);
    json!([
        row(&json!({ "type": 3, "custom_id": "colour", "placeholder": "A colour", "options": colours })),
        row(&json!({ "type": 5, "custom_id": "user", "placeholder": "Who", "max_values": 2 })),
        row(&json!({ "type": 6, "custom_id": "role", "min_values": 0 })),
        row(&json!({ "type": 7, "custom_id": "anyone", "max_values": 5 })),
        row(&json!({ "type": 8, "custom_id": "channel" })),
    ])
}

fn form() -> Value {
    let label = |name: &str, component: Value| json!({ "type": 18, "label": name, "component": component });
    let options = json!([{ "label": "One", "value": "1" }, { "label": "Two", "value": "2" }]);
    json!({ "title": "A form", "custom_id": "form", "components": [
        label("Why", json!({ "type": 4, "style": 1, "custom_id": "why", "max_length": 10 })),
        label("Who", json!({ "type": 5, "custom_id": "who", "required": false, "min_values": 0 })),
        label("Which", json!({ "type": 21, "custom_id": "which", "options": options, "required": false })),
        label("Sure", json!({ "type": 23, "custom_id": "sure" })),
    ] })
}

fn brief(data: &Value) -> String {
    let inputs = data["components"].as_array().into_iter().flatten().map(|label| {
        let input = &label["component"];
        format!(
            "{}={}",
            input["custom_id"].as_str().unwrap_or_default(),
            input.get("values").unwrap_or(&input["value"])
        )
    });
    let inputs: Vec<_> = inputs.collect();
    let resolved = data["resolved"].as_object().map(|all| all.keys().cloned().collect::<Vec<_>>().join(","));
    json!({ "target": data["target_id"], "values": data["values"], "inputs": inputs, "resolved": resolved }).to_string()
}
