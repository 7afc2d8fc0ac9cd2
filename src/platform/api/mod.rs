//! What every route of the JSON API stands on.

mod acting; // an act that is asked for over the API, in the form in which the features take it
mod body; // bodies and queries that fit, or say why not
mod limits; // how often one may ask
mod list; // pages and tables
mod problem; // what went wrong, as problem+json
mod room; // who asks, and in which tenant and server they may
mod version; // what somebody saw of what they change

pub use acting::cause;
pub use body::{At, Body, Query, line};
pub use limits::Limits;
pub use list::{Format, Listing, Page, Rows, no_cursor};
pub use problem::{Invalid, Overtaken, Problem, Refusals, Said, about};
pub use room::{COOKIE, Guild, Needs, Person, Presented, TOKEN_PREFIX, Tenant, rights};
pub use version::{Seen, tagged};

/// The result of a route.
pub type Result<T> = std::result::Result<T, Problem>;

/// One of Discord's ids, as its decimal digits in a string: JavaScript's numbers cannot hold all of them.
#[derive(utoipa::ToSchema)]
#[schema(pattern = "^[1-9][0-9]{0,18}$", example = "175928847299117063")]
pub struct Snowflake(#[expect(dead_code, reason = "a shape for the document, which no value has")] String);
