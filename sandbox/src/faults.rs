//! Faults on demand: Discord slow, broken or strict.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong, with which calls, how often.
///
/// Orders are kept in [`crate::World::faults`]; of several that fit a call the first is used up first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Method and path with ids and tokens as stars: `PUT /guilds/*/bans/*`. `*` alone means every REST call,
    /// [`Fault::DELIVERY`] the interactions that the sandbox delivers, [`Fault::GATEWAY`] connections to the gateway,
    /// [`Fault::IDENTIFY`] and [`Fault::RESUME`] what clients send there.
    pub route: String,
    /// How the call fails.
    pub kind: Kind,
    /// How many calls it still hits.
    pub times: u32,
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A status such as 500, before anything is done. A delivery counts as answered so. A connection to the gateway is
    /// refused with it; with 4000 or more it is closed with this code as soon as it has begun, or when it identifies or
    /// resumes.
    Status(u16),
    /// 429 with so many seconds to wait. To IDENTIFY and RESUME it is op 9.
    RateLimited(f64),
    /// An answer that comes so many milliseconds late. A delivery sets out late, its signature as old as that.
    Slow(u64),
    /// The connection is reset before anything is done.
    Reset,
    /// The connection is reset after the act, so that its caller cannot know.
    ResetAfter,
    /// No answer ever; the act is not done.
    Hang,
}

impl Fault {
    /// The route of an interaction's delivery to the application.
    pub const DELIVERY: &'static str = "DELIVERY";

    /// The route of connections to the gateway.
    pub const GATEWAY: &'static str = "GATEWAY";
    /// The route of sessions that begin.
    pub const IDENTIFY: &'static str = "IDENTIFY";
    /// The route of sessions that are gone on with.
    pub const RESUME: &'static str = "RESUME";
    const NOT_REST: [&'static str; 4] = [Self::DELIVERY, Self::GATEWAY, Self::IDENTIFY, Self::RESUME];

    /// A fault that hits the next `times` calls of the route.
    pub fn new(route: &str, kind: Kind, times: u32) -> Self {
        Self { route: route.to_owned(), kind, times }
    }

    fn hits(&self, route: &str) -> bool {
        self.route == route || self.route == "*" && !Self::NOT_REST.contains(&route)
    }
}

impl Kind {
    pub(crate) fn delay(self) -> Duration {
        match self {
            Self::Slow(millis) => Duration::from_millis(millis),
            _ => Duration::ZERO,
        }
    }
}

/// Takes the fault that hits this call, if one is ordered.
pub(crate) fn take(faults: &mut Vec<Fault>, route: &str) -> Option<Kind> {
    let position = faults.iter().position(|fault| fault.hits(route))?;
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
    let has_token = matches!(words.get(1), Some(&"webhooks" | &"interactions"));
    for (position, word) in words.iter_mut().enumerate() {
        let is_id = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if is_id || position == 3 && has_token {
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

    #[test]
    fn a_star_hits_every_call_but_no_delivery_and_no_gateway() {
        let mut faults = vec![Fault::new("*", Kind::Reset, 1)];
        assert_eq!(take(&mut faults, Fault::DELIVERY), None);
        assert_eq!(take(&mut faults, Fault::GATEWAY), None);
        assert_eq!(take(&mut faults, "GET /users/@me"), Some(Kind::Reset));
    }

    #[test]
    fn a_fault_is_ordered_in_json() {
        let order = serde_json::json!({ "route": "*", "kind": { "rate_limited": 1.5 }, "times": 1 });
        assert_eq!(serde_json::from_value::<Fault>(order).unwrap(), Fault::new("*", Kind::RateLimited(1.5), 1));
        let order = serde_json::json!({ "route": "*", "kind": "reset_after", "times": 1 });
        assert_eq!(serde_json::from_value::<Fault>(order).unwrap(), Fault::new("*", Kind::ResetAfter, 1));
    }
}
