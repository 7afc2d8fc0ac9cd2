//! The JSON API in workerd: headers, cookies, redirects and streams as a browser gets them.

use anyhow::{Context, Result};
use e2e::{PUBLIC_URL, World, client};
use serde_json::{Value, json};

#[tokio::test]
async fn somebody_signs_in_makes_a_tenant_invites_and_reads_who_did_what_as_a_table() -> Result<()> {
    let world = World::start().await?;
    let (url, session) = (world.worker.url(), world.sign_in(world.demo.owner).await?);
    let get = async |path: &str| {
        Ok::<_, anyhow::Error>(client().get(format!("{url}{path}")).header("cookie", &session).send().await?)
    };
    let post = async |path: &str, body: Value| {
        let request = client().post(format!("{url}{path}")).header("cookie", &session).header("origin", PUBLIC_URL);
        Ok::<_, anyhow::Error>(request.json(&body).send().await?)
    };
    let me: Value = get("/api/v1/me").await?.json().await?;
    assert_eq!(me["user_id"], json!(world.demo.owner.to_string()));
    let made = post("/api/v1/tenants", json!({ "name": "Ada’s" })).await?;
    assert_eq!(made.status(), 201);
    let tenant = made.json::<Value>().await?["id"].as_str().context("an id")?.to_owned();
    for _ in 0..3 {
        assert_eq!(
            post(&format!("/api/v1/tenants/{tenant}/invitations"), json!({ "role": "viewer" })).await?.status(),
            201
        );
    }
    let table = get(&format!("/api/v1/tenants/{tenant}/audit?format=csv")).await?;
    assert_eq!(table.headers()["content-type"], "text/csv; charset=utf-8");
    let table = table.text().await?;
    assert_eq!(table.lines().count(), 5, "{table}");
    assert!(table.starts_with("id,created_at,guild_id,action,"), "{table}");
    let foreign = client()
        .post(format!("{url}/api/v1/tenants"))
        .header("cookie", &session)
        .json(&json!({ "name": "x" }))
        .send()
        .await?;
    assert_eq!(foreign.status(), 403);
    assert_eq!(foreign.headers()["content-type"], "application/problem+json");
    assert!(
        foreign.headers().contains_key("x-request-id") && foreign.headers().contains_key("content-security-policy")
    );
    let out = client()
        .post(format!("{url}/auth/sign-out"))
        .header("cookie", &session)
        .header("origin", PUBLIC_URL)
        .send()
        .await?;
    assert_eq!(out.status(), 204);
    assert_eq!(get("/api/v1/me").await?.status(), 401);
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_the_document_is_served() -> Result<()> {
    let world = World::start().await?;
    let url = world.worker.url();
    for bytes in [65 * 1024, 2 * 1024 * 1024] {
        let post = client().post(format!("{url}/api/v1/tenants")).body("x".repeat(bytes));
        let refused = post.send().await?;
        assert_eq!(
            (refused.status().as_u16(), refused.json::<Value>().await?["code"].clone()),
            (413, json!("too_large"))
        );
    }
    let document: Value = client().get(format!("{url}/api/v1/openapi.json")).send().await?.json().await?;
    assert_eq!(document["openapi"], "3.1.0");
    Ok(())
}
