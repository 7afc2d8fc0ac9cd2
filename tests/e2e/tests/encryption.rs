//! TLS between the worker and Postgres: used where it is asked for, and never given up quietly.

use anyhow::Result;
use e2e::World;
use sandbox::Reply;
use serde_json::json;
use xtask::{database, postgres::Postgres, workerd::Options};

const DATABASE: &str = "guildhall";

struct Certificate {
    pem: String,
    key: String,
}

fn certificate() -> Result<Certificate> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    Ok(Certificate { pem: made.cert.pem(), key: made.signing_key.serialize_pem() })
}

/// A world whose worker asks for TLS, and its server, which has none yet.
async fn asking_for_tls(options: Options<'_>) -> Result<(Postgres, World)> {
    let postgres = Postgres::scratch().await?;
    database::prepare(&postgres.admin_url(), DATABASE).await?;
    let url = format!("postgres://{}@localhost:{}/{DATABASE}", database::WORKER, postgres.port());
    let world = World::with(&postgres.admin_url(), DATABASE, &url, options).await?;
    Ok((postgres, world))
}

async fn show(world: &World) -> Result<Reply> {
    world.sandbox.command(world.moderator(), "case show", json!({ "number": 1 })).await
}

#[tokio::test]
async fn the_worker_works_under_tls() -> Result<()> {
    let certificate = certificate()?;
    let options = Options { trusted_certificate: Some(&certificate.pem), ..Options::default() };
    let (postgres, world) = asking_for_tls(options).await?;
    postgres.encrypt(database::WORKER, &certificate.pem, &certificate.key).await?;
    assert_eq!(show(&world).await?.content(), "This server has no case 1.");
    Ok(())
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() -> Result<()> {
    let certificate = certificate()?;
    let (postgres, world) = asking_for_tls(Options::default()).await?;
    postgres.encrypt(database::WORKER, &certificate.pem, &certificate.key).await?;
    let words = show(&world).await?.content().to_owned();
    assert!(words.contains("can't reach my database"), "{words}");
    Ok(())
}

#[tokio::test]
async fn a_server_without_tls_gets_no_plain_text_from_a_worker_that_asked_for_it() -> Result<()> {
    let (_postgres, world) = asking_for_tls(Options::default()).await?;
    let words = show(&world).await?.content().to_owned();
    assert!(words.contains("can't reach my database"), "{words}");
    Ok(())
}
