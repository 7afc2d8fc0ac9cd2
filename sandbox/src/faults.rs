//! Faults on demand: Discord slow, broken or strict.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong, with which calls, how often.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fault {
    /// Method and path with ids and tokens as stars: `PUT /guilds/*/bans/*`. `*` alone means every call.
    pub route: String,
    pub kind: Kind,
    /// How many calls it still hits.
    pub times: u32,
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A status such as 500, before anything is done.
    Status(u16),
    /// 429 with so many seconds to wait.
    RateLimited(f64),
    /// An answer that comes so many milliseconds late.
    Slow(u64),
    /// The connection breaks before anything is done.
    Reset,
    /// The connection breaks after the act, so that its caller cannot know.
    ResetAfter,
}

impl Kind {
    pub(crate) fn delay(self) -> Option<Duration> {
        match self {
            Self::Slow(millis) => Some(Duration::from_millis(millis)),
            _ => None,
        }
    }
}

impl Fault {
    /// A fault that hits the next `times` calls of the route.
    pub fn new(route: &str, kind: Kind, times: u32) -> Self {
        Self { route: route.to_owned(), kind, times }
    }
}

/// Takes the fault that hits this call, if one is ordered.
pub(crate) fn take(faults: &mut Vec<Fault>, route: &str) -> Option<Kind> {
    let position = faults.iter().position(|fault| fault.route == "*" || fault.route == route)?;
    let fault = &mut faults[position];
    let kind = fault.kind;
    fault.times = fault.times.saturating_sub(1);
    if fault.times == 0 {
        faults.remove(position);
    }
    Some(kind)
}

/// Method and path of a call with ids and tokens as stars.
pub(crate) fn route(method: &str, path: &str) -> String {
    let mut words: Vec<&str> = path.split('/').collect();
    let is_webhook = words.get(1) == Some(&"webhooks");
    let is_callback = words.get(1) == Some(&"interactions");
    for (position, word) in words.iter_mut().enumerate() {
        let is_id = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if is_id || position == 3 && (is_webhook || is_callback) {
            *word = "*";
        }
    }
    format!("{method} {}", words.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_tokens_become_stars() {
        assert_eq!(route("PUT", "/guilds/12/bans/34"), "PUT /guilds/*/bans/*");
        assert_eq!(route("PATCH", "/webhooks/1/aW50ZXI/messages/@original"), "PATCH /webhooks/*/*/messages/@original");
    }

    #[test]
    fn a_fault_hits_as_often_as_ordered() {
        let mut faults = vec![Fault::new("GET /guilds/*", Kind::Status(500), 2)];
        assert_eq!(take(&mut faults, "GET /users/@me"), None);
        assert_eq!(take(&mut faults, "GET /guilds/*"), Some(Kind::Status(500)));
        assert_eq!(take(&mut faults, "GET /guilds/*"), Some(Kind::Status(500)));
        assert_eq!(take(&mut faults, "GET /guilds/*"), None);
    }
}
