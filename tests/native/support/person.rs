//! Somebody in front of the API: a browser with its cookie, or a program with a token.

use serde_json::{Value, json};

use super::{App, PUBLIC_URL, client};

/// Who asks.
#[derive(Clone)]
pub struct Person<'a> {
    app: &'a App,
    headers: Vec<(&'static str, String)>,
}

/// What they are answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
    /// Null where the text is no JSON.
    pub json: Value,
}

impl App {
    /// Nobody who is known.
    pub fn anonymous(&self) -> Person<'_> {
        Person { app: self, headers: vec![("origin", PUBLIC_URL.to_owned())] }
    }

    /// Signs somebody in.
    pub async fn person(&self, user: u64, name: &str) -> Person<'_> {
        let body = json!({ "user_id": user.to_string(), "user_name": name });
        let answer = self.anonymous().send("POST", "/auth/development", Some(body)).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        self.anonymous().with("cookie", &answer.cookie("__Host-session"))
    }

    /// Signs somebody in who works for the demo's tenant.
    pub async fn member(&self, user: u64, name: &str, role: &str) -> Person<'_> {
        let sql = "insert into memberships (tenant_id, user_id, user_name, role) values ($1, $2, $3, $4)
                   on conflict (tenant_id, user_id) do update set role = excluded.role";
        sqlx::query(sql)
            .bind(self.tenant)
            .bind(user.cast_signed())
            .bind(name)
            .bind(role)
            .execute(&mut self.admin().await)
            .await
            .expect("the membership is written");
        self.person(user, name).await
    }

    /// Below the demo's tenant: `tenant("/members")`.
    pub fn tenant(&self, rest: &str) -> String {
        format!("/api/v1/tenants/{}{rest}", self.tenant)
    }
}

impl<'a> Person<'a> {
    /// The same with another header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same without it.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    /// A program of theirs that may this.
    pub async fn program(&self, scopes: &[&str]) -> Person<'a> {
        let made = self.post("/api/v1/me/tokens", json!({ "name": "test", "scopes": scopes })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let token = made.json["token"].as_str().expect("a token");
        Person { app: self.app, headers: vec![("authorization", format!("Bearer {token}"))] }
    }

    /// What they send as their cookies.
    pub fn cookie(&self) -> String {
        self.headers.iter().find(|(name, _)| *name == "cookie").map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body)).await
    }

    /// Changes what was seen in that version.
    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.clone().with("if-match", &format!("\"{version}\"")).send("PATCH", path, Some(body)).await
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| body.to_string());
        self.send_raw(method, path, body.as_ref().map(|body| ("application/json", body.as_str()))).await
    }

    pub async fn send_raw(&self, method: &str, path: &str, body: Option<(&str, &str)>) -> Answer {
        let method = method.parse().expect("a method");
        let client = client();
        let mut request = client.request(method, format!("{}{path}", self.app.url));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body.to_owned());
        }
        let answer = request.send().await.expect("the worker answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.expect("with a text");
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, headers, text, json }
    }
}

impl Answer {
    /// `name=value` of a cookie that is set.
    pub fn cookie(&self, name: &str) -> String {
        let cookies = self.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let mut pairs = cookies.filter_map(|cookie| cookie.split(';').next());
        let wanted = pairs.find(|pair| pair.starts_with(&format!("{name}=")));
        wanted.unwrap_or_else(|| panic!("no cookie {name} in {:?}", self.headers)).to_owned()
    }

    /// The header's text; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Status and the problem's code.
    pub fn problem(&self) -> (u16, &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        (self.status, self.json["code"].as_str().expect("a code"))
    }
}
