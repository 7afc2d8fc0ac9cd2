//! What the API's document says of all operations alike, so that no route need say it.

use axum::http::StatusCode;
use utoipa::openapi::{Content, Object, ObjectBuilder, OpenApi, RefOr, Type, path::Operation};

/// The tag of a version.
const VERSION: &str = r#"^"[0-9]{1,9}"$"#;

/// The document with that.
pub fn complete(mut document: OpenApi) -> OpenApi {
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
