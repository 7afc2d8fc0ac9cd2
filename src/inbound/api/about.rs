//! What the API's document says before its routes, and the document itself.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ComponentsBuilder, ContactBuilder, Info, InfoBuilder, OpenApi, OpenApiBuilder, SecurityRequirement,
        Server,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::platform::api::{COOKIE, Said};

/// What `cargo xtask openapi` has written down; a test holds it to the routes.
pub const DOCUMENT: &str = include_str!("../../../docs/openapi.json");

const WORDS: &str = "Everything that Guildhall does for a Discord server, over HTTP.\n\n\
    Sign in with a browser, or send a token of your own as `Authorization: Bearer gh_…`. A browser's request that changes \
    something has the header `Origin` with our own address.\n\n\
    Ids of Discord's are strings of digits. Times are RFC 3339 in UTC. A list is answered a page at a time: `next_cursor` goes \
    into `cursor`; with `format=csv` it is one table. A change names in `If-Match` the version that it is made to. A POST with \
    an `Idempotency-Key` is done once, however often it is sent within a day. What goes wrong is said as RFC 9457 has it, with \
    a `code` that never changes its meaning and the `request_id` for whoever looks for it.";

/// The document without its routes.
pub fn about() -> OpenApi {
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
    let token = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let mut components = problems();
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("token", token);
    OpenApiBuilder::new()
        .info(info())
        .servers(Some([Server::new("/")]))
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("session", Vec::<String>::new()),
            SecurityRequirement::new("token", Vec::<String>::new()),
        ]))
        .build()
}

/// The shapes of refusals, which no route brings with it.
fn problems() -> Components {
    let mut schemas = vec![(Said::name().into_owned(), Said::schema())];
    Said::schemas(&mut schemas);
    ComponentsBuilder::new().schemas_from_iter(schemas).build()
}

fn info() -> Info {
    InfoBuilder::new()
        .title("Guildhall")
        .version("1")
        .description(Some(WORDS))
        .contact(Some(ContactBuilder::new().build()))
        .build()
}

/// The document, as it was written down.
pub fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], DOCUMENT)
        .into_response()
}
