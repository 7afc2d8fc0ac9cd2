//! A person's browser, for tests: it opens the page, and the person says yes or no.

use anyhow::{Result, bail, ensure};
use reqwest::{Response, StatusCode, header};

use super::authorize::PERSON;
use crate::Sandbox;

impl Sandbox {
    /// Opens an authorization address as this person, who authorizes what is asked there, in the guild that `guild_id`
    /// of the address names if one is wanted. Returns where the browser is sent next: the application's redirect URI
    /// with `code` and `state`, or with `error`. An error here is a page that sends nobody anywhere.
    pub async fn authorize(&self, user: u64, address: &str) -> Result<String> {
        self.answered(user, address, "authorize").await
    }

    /// The same as a person who says Cancel.
    pub async fn decline(&self, user: u64, address: &str) -> Result<String> {
        self.answered(user, address, "cancel").await
    }

    async fn answered(&self, user: u64, address: &str, decision: &str) -> Result<String> {
        let client = crate::client()?;
        let opened = client.get(address).header(header::COOKIE, format!("{PERSON}={user}")).send().await?;
        if opened.status() == StatusCode::FOUND {
            return location(opened).await;
        }
        ensure!(opened.status() == StatusCode::OK, "the page answered {}: {}", opened.status(), opened.text().await?);
        let form = format!("user_id={user}&decision={decision}");
        let form = client.post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        location(form.send().await?).await
    }
}

async fn location(answer: Response) -> Result<String> {
    let status = answer.status();
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let Some(location) = location else {
        let page = answer.text().await.unwrap_or_default();
        bail!("the page answered {status} and sends nobody anywhere: {page}");
    };
    Ok(location)
}
