//! Mutated requests to the wasm: a panic there would take every other request with it.

use std::collections::BTreeMap;

use anyhow::Result;
use e2e::World;
use futures_util::{StreamExt, stream};
use serde_json::json;

/// Puts a byte that means something to JSON where it does not belong, or cuts the body.
fn mutate(body: &str, number: usize) -> Vec<u8> {
    let trouble = b"{}[]\",:\\0-9eE.\x00\xff";
    let mut bytes = body.as_bytes().to_vec();
    let at = number.wrapping_mul(7_919) / 3 % bytes.len();
    match number % 4 {
        0 => bytes[at] = trouble[number % trouble.len()],
        1 => bytes.insert(at, trouble[number % trouble.len()]),
        2 => drop(bytes.remove(at)),
        _ => bytes.truncate(at),
    }
    bytes
}

#[tokio::test]
async fn ten_thousand_mutated_requests_fail_nothing_in_workerd() -> Result<()> {
    let mut world = World::start().await?;
    let (application, bodies) = {
        let mut sandbox = world.sandbox.world();
        let seat = world.demo.seat(world.demo.moderator);
        let mut bodies = Vec::new();
        for (kind, name, options) in [
            (2, "case show", json!({ "number": 1 })),
            (4, "case show", json!({ "number": "1" })),
            (2, "ping", json!({})),
        ] {
            bodies.push(
                sandbox.command_payload(seat, kind, name, &options, (kind == 4).then_some("number"))?.to_string(),
            );
        }
        let data = json!({ "custom_id": "case.refresh:1:1", "component_type": 2 });
        bodies.push(sandbox.payload(seat, 3, data, None)?.to_string());
        (sandbox.application(world.demo.application)?.clone(), bodies)
    };
    let now = guildhall::edge::now().as_second();
    let requests = (0..10_000).map(|number| {
        let body = &bodies[number % bodies.len()];
        let changed = mutate(body, number);
        let signed: &[u8] = if number % 2 == 0 { &changed } else { body.as_bytes() };
        let headers = application.sign(now, signed);
        let world = &world;
        async move { world.post(&headers, &changed).await }
    });
    let mut seen = BTreeMap::<u16, u32>::new();
    let mut answers = stream::iter(requests).buffer_unordered(16);
    while let Some(answer) = answers.next().await {
        *seen.entry(answer?.0).or_default() += 1;
    }
    drop(answers);
    assert!(seen.keys().all(|status| [200, 400, 401].contains(status)), "{seen:?}");
    assert_eq!(world.sandbox.command(world.moderator(), "ping", json!({})).await?.content(), "I am here, grace.");
    let log = world.worker.server().output();
    assert!(!log.contains("panicked"), "{log}");
    Ok(())
}
