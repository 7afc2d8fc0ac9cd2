//! Delivery: signed, posted, given three seconds, its answer checked and put on record.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Reply, payload, response};
use crate::Sandbox;

/// How long Discord waits for the first response.
const LIMIT: Duration = Duration::from_secs(3);

/// An endpoint's answer, as far as Discord looks at it.
struct Answer {
    status: u16,
    is_json: bool,
    body: Vec<u8>,
}

impl Sandbox {
    /// Signs and delivers an interaction that [`crate::World::payload`] made, as Discord would.
    pub async fn deliver(&self, body: Value) -> Result<Reply> {
        let id: u64 = body["id"].as_str().and_then(|id| id.parse().ok()).context("an interaction has an id")?;
        let application: u64 =
            body["application_id"].as_str().and_then(|id| id.parse().ok()).context("and an application")?;
        let text = body.to_string();
        let (url, headers) = {
            let world = self.world();
            let application = world.application(application)?;
            let url = application
                .interactions_endpoint_url
                .clone()
                .context("the application has no interactions endpoint")?;
            (url, application.sign(seconds(world.now_ms()), text.as_bytes()))
        };
        let started = Instant::now();
        let answer = self.post(&url, headers, text).await;
        let elapsed = started.elapsed();
        let taken = answer.and_then(|answer| {
            let response = read(&answer)?;
            response::apply(&mut self.world(), id, &response)?;
            Ok(response)
        });
        let (response, failure) = match taken {
            Ok(response) => (Some(response), None),
            Err(problem) => {
                let words = format!("{problem:#}");
                if let Some(pending) = self.world().interactions.get_mut(&id) {
                    pending.failure = Some(words.clone());
                }
                (None, Some(words))
            }
        };
        self.announce();
        Ok(Reply { interaction: id, elapsed, response, failure })
    }

    async fn post(&self, url: &str, headers: [(&'static str, String); 2], body: String) -> Result<Answer> {
        let mut request = self.client().post(url).header("content-type", "application/json");
        request = request.header("user-agent", "Discord-Interactions/1.0 (+https://discord.com)");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let exchange = async {
            let answer = request.body(body).send().await?;
            let is_json = answer
                .headers()
                .get("content-type")
                .and_then(|value| value.to_str().ok())
                .is_some_and(|kind| kind.starts_with("application/json"));
            Ok::<_, reqwest::Error>(Answer {
                status: answer.status().as_u16(),
                is_json,
                body: answer.bytes().await?.to_vec(),
            })
        };
        let answer = tokio::time::timeout(LIMIT, exchange).await.context("no response within 3 seconds")?;
        answer.context("the endpoint cannot be reached")
    }
}

fn read(answer: &Answer) -> Result<Value> {
    anyhow::ensure!(
        answer.status == 200,
        "the endpoint answered {}: {}",
        answer.status,
        String::from_utf8_lossy(&answer.body)
    );
    anyhow::ensure!(answer.is_json, "the response is not application/json");
    serde_json::from_slice(&answer.body).context("the response is not JSON")
}

/// What Discord does before it stores an endpoint: a PING must be answered, and one signed wrongly refused.
pub(crate) async fn validate_endpoint(sandbox: &Sandbox, application: u64, url: &str) -> Result<(), String> {
    let (body, good, mut bad) = {
        let mut world = sandbox.world();
        let body = payload::ping(&mut world, application).to_string();
        let now = seconds(world.now_ms());
        let application = world.applications.get(&application).ok_or("Unknown Application")?;
        (body.clone(), application.sign(now, body.as_bytes()), application.sign(now, b"something else"))
    };
    let answer = sandbox.post(url, good, body.clone()).await.map_err(|problem| format!("{problem:#}."))?;
    let pong = read(&answer).map_err(|problem| format!("{problem:#}."))?;
    if pong["type"] != 1 {
        return Err("A PING was not answered with type 1.".to_owned());
    }
    bad[0].1.make_ascii_lowercase();
    let answer = sandbox.post(url, bad, body).await.map_err(|problem| format!("{problem:#}."))?;
    if answer.status == 401 {
        Ok(())
    } else {
        Err(format!("A wrong signature was answered {} instead of 401.", answer.status))
    }
}

fn seconds(millis: u64) -> i64 {
    i64::try_from(millis / 1_000).unwrap_or(i64::MAX)
}
