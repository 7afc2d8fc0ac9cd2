//! Delivery: signed, posted, given three seconds, its answer checked and put on record.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::Value;

use super::{Reply, id_of, payload, response};
use crate::{
    Sandbox,
    faults::{self, Fault, Kind},
};

/// How long Discord waits for the first response.
const LIMIT: Duration = Duration::from_secs(3);

const TOO_LATE: &str = "no response within 3 seconds";

/// An endpoint's answer, as far as Discord looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Whether it said that it is `application/json`.
    pub is_json: bool,
    /// As it came, whole.
    pub body: Vec<u8>,
}

impl Sandbox {
    /// Signs and delivers an interaction that [`crate::World::payload`] and its like made, as Discord would. The same
    /// body delivered twice is a replay. An error means that nothing could be sent; what the application did wrong is
    /// in the reply.
    pub async fn deliver(&self, body: Value) -> Result<Reply> {
        let id = id_of(&body)?;
        let text = body["application_id"].as_str().context("an interaction has an application")?;
        let application: u64 = text.parse().context("an application's id is a number")?;
        let text = body.to_string();
        let fault = faults::take(&mut self.world().faults, Fault::DELIVERY);
        let (url, headers) = self.signed(application, &text)?;
        tokio::time::sleep(fault.map(Kind::delay).unwrap_or_default()).await;
        let started = Instant::now();
        let taken = self.exchange(id, fault, self.send(&url, &headers, text)).await;
        let elapsed = started.elapsed();
        let (response, failure) = match taken {
            Ok(()) => (self.response(id), None),
            Err(problem) => {
                let words = format!("{problem:#}");
                if let Some(pending) = self.world().interactions.get_mut(&id).filter(|one| one.settled_at_ms.is_none())
                {
                    pending.failure = Some(words.clone());
                }
                (None, Some(words))
            }
        };
        self.announce();
        Ok(Reply { interaction: id, elapsed, response, failure })
    }

    /// Posts any body under any headers to the application's endpoint and keeps no record: for wrong, missing and stale
    /// signatures and for bodies that Discord would not send. [`crate::Application::sign`] makes good headers.
    pub async fn post(&self, application: u64, headers: &[(&str, String)], body: String) -> Result<Answer> {
        let url = self.endpoint(application)?;
        self.send(&url, headers, body).await
    }

    /// Sends a well-signed PING.
    pub async fn ping(&self, application: u64) -> Result<Answer> {
        let body = payload::ping(&mut self.world(), application).to_string();
        let (url, headers) = self.signed(application, &body)?;
        self.send(&url, &headers, body).await
    }

    fn endpoint(&self, application: u64) -> Result<String> {
        let world = self.world();
        let url = &world.application(application)?.interactions_endpoint_url;
        url.clone().context("the application has no interactions endpoint")
    }

    fn signed(&self, application: u64, body: &str) -> Result<(String, [(&'static str, String); 2])> {
        let url = self.endpoint(application)?;
        let world = self.world();
        Ok((url, world.application(application)?.sign(seconds(world.now_ms()), body.as_bytes())))
    }

    /// Has the response on record when it returns, or says why there is none.
    async fn exchange(
        &self,
        id: u64,
        fault: Option<Kind>,
        sending: impl Future<Output = Result<Answer>>,
    ) -> Result<()> {
        match fault {
            Some(Kind::Status(status)) => bail!("the endpoint answered {status}"),
            Some(Kind::RateLimited(_)) => bail!("the endpoint answered 429"),
            Some(Kind::Reset) => bail!("the endpoint cannot be reached"),
            Some(Kind::Hang) => bail!(TOO_LATE),
            Some(Kind::ResetAfter) => {
                sending.await?;
                bail!("the connection broke before the response");
            }
            None | Some(Kind::Slow(_)) => {}
        }
        let deadline = Instant::now() + LIMIT;
        let answer = sending.await?;
        // 202 without a body announces a response by the callback route.
        if answer.status == 202 && answer.body.is_empty() {
            return self.await_callback(id, deadline).await;
        }
        let response = read(&answer)?;
        ensure!(self.response(id).is_none(), "the interaction has been answered already");
        Ok(response::apply(&mut self.world(), id, &response)?)
    }

    async fn await_callback(&self, id: u64, deadline: Instant) -> Result<()> {
        let mut changes = self.0.changed.subscribe();
        while self.response(id).is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            tokio::time::timeout(left, changes.changed()).await.map_err(too_late)??;
        }
        Ok(())
    }

    async fn send(&self, url: &str, headers: &[(&str, String)], body: String) -> Result<Answer> {
        let mut request = crate::client()?.post(url).header("content-type", "application/json");
        request = request.header("user-agent", "Discord-Interactions/1.0 (+https://discord.com)");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let exchange = async {
            let answer = request.body(body).send().await?;
            let kind = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
            let is_json = kind.is_some_and(|kind| kind.starts_with("application/json"));
            let status = answer.status().as_u16();
            Ok::<_, reqwest::Error>(Answer { status, is_json, body: answer.bytes().await?.to_vec() })
        };
        let answer = tokio::time::timeout(LIMIT, exchange).await.map_err(too_late)?;
        answer.context("the endpoint cannot be reached")
    }
}

fn too_late(_elapsed: tokio::time::error::Elapsed) -> anyhow::Error {
    anyhow!(TOO_LATE)
}

fn read(answer: &Answer) -> Result<Value> {
    let Answer { status, is_json, body } = answer;
    ensure!(*status == 200, "the endpoint answered {status}: {}", String::from_utf8_lossy(body));
    ensure!(*is_json, "the response is not application/json");
    serde_json::from_slice(body).context("the response is not JSON")
}

/// What Discord does before it stores an endpoint: a PING must be answered, and one signed wrongly refused. Returns the
/// reason against it as a sentence.
pub(crate) async fn validate_endpoint(sandbox: &Sandbox, application: u64, url: &str) -> Result<(), String> {
    let (body, good, bad) = {
        let mut world = sandbox.world();
        let body = payload::ping(&mut world, application).to_string();
        let now = seconds(world.now_ms());
        let application = world.applications.get(&application).ok_or("There is no such application.")?;
        let (good, bad) = (application.sign(now, body.as_bytes()), application.sign(now, b"something else"));
        (body, good, bad)
    };
    let answer = sandbox.send(url, &good, body.clone()).await.map_err(|problem| format!("{problem:#}."))?;
    let pong = read(&answer).map_err(|problem| format!("{problem:#}."))?;
    if pong["type"] != 1 {
        return Err("A PING was not answered with type 1.".to_owned());
    }
    let answer = sandbox.send(url, &bad, body).await.map_err(|problem| format!("{problem:#}."))?;
    if answer.status == 401 {
        Ok(())
    } else {
        Err(format!("A wrong signature was answered {} instead of 401.", answer.status))
    }
}

fn seconds(millis: u64) -> i64 {
    i64::try_from(millis / 1_000).unwrap_or(i64::MAX)
}
