//! How the API's document is made of the routes of all features, and what it says of all operations alike.

use axum::http::StatusCode;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ComponentsBuilder, ContactBuilder, Content, Info, InfoBuilder, Object, ObjectBuilder, OpenApi,
        OpenApiBuilder, RefOr, SecurityRequirement, Server, Type,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::platform::{
    api::{COOKIE, Said},
    feature::Features,
};

const WORDS: &str = "Everything that Guildhall does for a Discord server, over HTTP.\n\n\
    Sign in with a browser, or send a token of your own as `Authorization: Bearer gh_…`. A browser's request that changes \
    something has the header `Origin` with our own address.\n\n\
    Ids of Discord's are strings of digits. Times are RFC 3339 in UTC. A list is answered a page at a time: `next_cursor` goes \
    into `cursor`; with `format=csv` it is one table. A change names in `If-Match` the version that it is made to. A POST with \
    an `Idempotency-Key` is done once, however often it is sent within a day. What goes wrong is said as RFC 9457 has it, with \
    a `code` that never changes its meaning and the `request_id` for whoever looks for it.";

/// The document without its routes.
fn about() -> OpenApi {
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

/// The tag of a version.
const VERSION: &str = r#"^"[0-9]{1,9}"$"#;

/// The document of the routes of all features.
pub fn document(features: Features) -> OpenApi {
    let mut document = about();
    document.merge(super::routes(features).into_openapi());
    for item in document.paths.paths.values_mut() {
        let methods = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        methods.into_iter().flatten().for_each(describe);
    }
    document
}

/// An answer has words, a list comes as a table as well, and a version has a shape.
fn describe(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.name == "If-Match"
        {
            let version = ObjectBuilder::new().schema_type(Type::String).pattern(Some(VERSION)).build();
            parameter.schema = Some(version.into());
        }
    }
    let is_list = is_list(operation);
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if response.description.is_empty() {
            let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
            let words = status.and_then(|status| status.canonical_reason()).unwrap_or("The answer");
            response.description = format!("{words}.");
        }
        if is_list && status == "200" {
            let table = Content::new(Some(Object::with_type(Type::String)));
            response.content.insert("text/csv".to_owned(), RefOr::T(table));
        }
    }
}

/// Whether it takes what every list takes.
fn is_list(operation: &Operation) -> bool {
    let parameters = operation.parameters.iter().flatten();
    parameters.into_iter().any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "format"))
}
