//! A sandbox with its demo, and an application that signs people in.

use std::{collections::HashMap, net::Ipv4Addr, sync::LazyLock};

use reqwest::{Url, header::HeaderMap, redirect};
use sandbox::{Demo, PLATFORM_SECRET, Sandbox};
use serde_json::Value;

pub const CALLBACK: &str = "http://127.0.0.1:9/auth/callback";

/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub struct Scene {
    pub sandbox: Sandbox,
    pub demo: Demo,
}

/// What a call was answered.
pub struct Called {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Called {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// Status and Discord's code.
    pub fn refusal(&self) -> (u16, u64) {
        (self.status, self.json()["code"].as_u64().unwrap_or(u64::MAX))
    }

    /// Status and error of the token endpoint.
    pub fn error(&self) -> (u16, String, String) {
        let (body, text) = (self.json(), |value: &Value| value.as_str().unwrap_or_default().to_owned());
        (self.status, text(&body["error"]), text(&body["error_description"]))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> Option<&str> {
        Some(self.header("location")).filter(|location| !location.is_empty())
    }
}

/// It keeps no connection, because that belongs to the runtime of the test that opened it, and goes nowhere by itself.
pub fn http() -> &'static reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        reqwest::Client::builder().pool_max_idle_per_host(0).redirect(redirect::Policy::none()).build().unwrap()
    });
    &CLIENT
}

pub async fn scene() -> Scene {
    let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let demo = sandbox.demo();
    sandbox.world().register_redirect(demo.platform, CALLBACK);
    Scene { sandbox, demo }
}

/// What stands in an address's query.
pub fn query(address: &str) -> HashMap<String, String> {
    Url::parse(address).unwrap().query_pairs().into_owned().collect()
}

/// Fields as a form's body, or behind a question mark.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut url = Url::parse("http://form").unwrap();
    url.query_pairs_mut().extend_pairs(fields);
    url.query().unwrap_or_default().to_owned()
}

impl Scene {
    /// The platform's request for these scopes, with whatever else or instead.
    pub fn address(&self, scope: &str, changes: &[(&str, &str)]) -> String {
        let client_id = self.demo.platform.to_string();
        let usual = [
            ("client_id", client_id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            ("state", "a b&c"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let fields: Vec<_> = kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        format!("{}/oauth2/authorize?{}", self.sandbox.url(), encoded(&fields))
    }

    pub async fn open(&self, address: &str, cookie: Option<&str>) -> Called {
        let mut request = http().get(address);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        called(request).await
    }

    pub async fn submit(&self, address: &str, form: &[(&str, &str)]) -> Called {
        called(posted(address, form)).await
    }

    /// A code for what this person has authorized.
    pub async fn code(&self, user: u64, scope: &str) -> String {
        self.code_by(user, &self.address(scope, &[])).await
    }

    pub async fn code_by(&self, user: u64, address: &str) -> String {
        let location = self.sandbox.authorize(user, address).await.unwrap();
        query(&location).remove("code").unwrap_or_else(|| panic!("no code: {location}"))
    }

    /// A call of the token endpoint with Basic authentication as the platform.
    pub async fn token(&self, form: &[(&str, &str)]) -> Called {
        let (id, secret) = (self.demo.platform, Some(PLATFORM_SECRET));
        called(posted(&format!("{}/oauth2/token", self.sandbox.api()), form).basic_auth(id, secret)).await
    }

    pub async fn exchange(&self, code: &str) -> Called {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)]).await
    }

    pub async fn refresh(&self, refresh_token: &str) -> Called {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    pub async fn revoke(&self, token: &str) -> Called {
        let (id, secret) = (self.demo.platform, Some(PLATFORM_SECRET));
        let address = format!("{}/oauth2/token/revoke", self.sandbox.api());
        called(posted(&address, &[("token", token)]).basic_auth(id, secret)).await
    }

    /// What a person who has authorized these scopes gave: the answer of the token endpoint.
    pub async fn signed_in(&self, user: u64, scope: &str) -> Value {
        let given = self.exchange(&self.code(user, scope).await).await;
        assert_eq!(given.status, 200, "{}", given.text);
        given.json()
    }

    /// A call in a person's name.
    pub async fn get(&self, path: &str, token: &Value) -> Called {
        called(http().get(format!("{}{path}", self.sandbox.api())).bearer_auth(token.as_str().unwrap())).await
    }
}

fn posted(address: &str, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
    http().post(address).header("content-type", "application/x-www-form-urlencoded").body(encoded(form))
}

pub async fn called(request: reqwest::RequestBuilder) -> Called {
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Called { status, headers, text: answer.text().await.unwrap() }
}
