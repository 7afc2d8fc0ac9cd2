//! Ten thousand mutated requests: none may fail the worker, and the next good one is served.

use guildhall::edge;
use serde_json::json;

use crate::support::App;

/// xorshift64*: the same mutations on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below
    }
}

/// Bytes that mean something to JSON or to UTF-8.
const TROUBLE: &[u8] = b"{}[]\",:\\0-9eE.ntf\x00\x7f\x80\xc3\xff";

fn mutate(dice: &mut Dice, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    for _ in 0..=dice.roll(4) {
        if body.is_empty() {
            break;
        }
        let at = dice.roll(body.len());
        match dice.roll(5) {
            0 => body[at] = TROUBLE[dice.roll(TROUBLE.len())],
            1 => body.insert(at, TROUBLE[dice.roll(TROUBLE.len())]),
            2 => drop(body.remove(at)),
            3 => body.truncate(at),
            _ => {
                let end = (at + dice.roll(40)).min(body.len());
                let piece = body[at..end].to_vec();
                body.extend(piece);
            }
        }
    }
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_mutated_requests_fail_nothing() {
    let app = App::start().await;
    let bodies: Vec<Vec<u8>> = {
        let mut world = app.sandbox.world();
        let owner = app.demo.seat(app.demo.owner);
        let mut of = |kind, name, options| {
            let focused = (kind == 4).then_some("command");
            world.command_payload(owner, kind, name, &options, focused).unwrap()
        };
        let mut bodies = vec![
            of(2, "ping", json!({})),
            of(2, "help", json!({ "command": "Gruß" })),
            of(4, "help", json!({ "command": "pi" })),
            of(2, "settings set", json!({ "setting": "none.at_all", "value": "x" })),
        ];
        let modal = json!({ "custom_id": "settings.written:1:a:b:1", "components": [{ "type": 18, "component": { "type": 4, "custom_id": "value", "value": "x" } }] });
        bodies.push(world.payload(owner, 5, modal, None).unwrap());
        let click = json!({ "custom_id": "settings.older:1:a:1", "component_type": 2 });
        bodies.push(world.payload(owner, 3, click, None).unwrap());
        bodies.iter().map(|body| body.to_string().into_bytes()).collect()
    };
    let application = app.sandbox.world().applications[&app.demo.application].clone();
    let client = reqwest::Client::new();
    let (url, mut dice) = (app.endpoint(), Dice(0x5eed));
    let mut requests = Vec::new();
    for number in 0..10_000 {
        let body = &bodies[dice.roll(bodies.len())];
        let changed = mutate(&mut dice, body);
        // Half are signed after the mutation, half before.
        let signed: &[u8] = if number % 2 == 0 { &changed } else { body };
        let headers = application.sign(edge::now().as_second(), signed);
        requests.push((headers, changed));
    }
    let mut answers = futures_util::stream::FuturesUnordered::new();
    let mut seen = std::collections::BTreeMap::<u16, u32>::new();
    for ([signature, timestamp], body) in requests {
        let request = client.post(&url).header(signature.0, signature.1).header(timestamp.0, timestamp.1).body(body);
        answers.push(request.send());
        if answers.len() >= 32 {
            let answer = futures_util::StreamExt::next(&mut answers).await.unwrap().expect("the worker answers");
            *seen.entry(answer.status().as_u16()).or_default() += 1;
        }
    }
    while let Some(answer) = futures_util::StreamExt::next(&mut answers).await {
        *seen.entry(answer.expect("the worker answers").status().as_u16()).or_default() += 1;
    }
    assert!(seen.keys().all(|status| [200, 400, 401].contains(status)), "{seen:?}");
    assert!(seen[&401] > 4_000 && seen[&200] > 500, "both halves did their work: {seen:?}");
    let reply = app.sandbox.command(app.moderator(), "ping", json!({})).await.unwrap();
    assert_eq!(reply.content(), "I am here, grace.");
}
