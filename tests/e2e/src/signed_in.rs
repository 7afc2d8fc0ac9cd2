//! Somebody who is signed in at the worker, as their browser sees it.

use anyhow::{Context, Result, ensure};
use reqwest::Response;

use crate::{PUBLIC_URL, World, client};

impl World {
    /// Signs somebody in at Discord; the session's cookie, `name=value`.
    pub async fn sign_in(&self, user: u64) -> Result<String> {
        let began = client().get(format!("{}/auth/discord", self.worker.url())).send().await?;
        ensure!(began.status() == 303, "signing in begins with {}", began.status());
        let page = began.headers().get("location").context("no location")?.to_str()?;
        let back = self.sandbox.authorize(user, page).await?;
        let callback = back.replace(PUBLIC_URL, &self.worker.url());
        let ended = client().get(callback).header("cookie", cookie(&began, "__Host-sign-in")?).send().await?;
        ensure!(ended.status() == 303, "signing in ends with {}", ended.status());
        cookie(&ended, "__Host-session")
    }
}

/// `name=value` of a cookie that is set.
fn cookie(answer: &Response, name: &str) -> Result<String> {
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let found =
        cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with(&format!("{name}=")));
    Ok(found.with_context(|| format!("no cookie {name}"))?.to_owned())
}
