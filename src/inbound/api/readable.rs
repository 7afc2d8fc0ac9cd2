//! The API's document, for programs and as a page: what there is, what it takes and what it answers.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use crate::{
    edge::Answer,
    inbound::pages::{self, escaped, frame},
    platform::ctx::Ctx,
};

/// What `cargo xtask openapi` has written down; a test holds it to the routes.
const DOCUMENT: &str = include_str!("../../../docs/openapi.json");

/// The document, as it was written down.
pub fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], DOCUMENT)
        .into_response()
}

/// The page. It is made once: reading half a megabyte takes a while.
pub fn page(ctx: &Ctx) -> Answer {
    static HTML: LazyLock<String> = LazyLock::new(|| html(&serde_json::from_str(DOCUMENT).unwrap_or_default()));
    pages::page(ctx, 200, &[("cache-control", "public, max-age=300")], HTML.clone())
}

fn html(document: &Value) -> String {
    let mut operations = BTreeMap::<&str, String>::new();
    for (path, item) in fields(at(document, "/paths")) {
        for (method, operation) in fields(item).filter(|(_, operation)| operation.get("operationId").is_some()) {
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
            operations.entry(tag).or_default().push_str(&one(method, path, operation));
        }
    }
    let list: String =
        operations.keys().map(|tag| format!("<li><a href=\"#{0}\">{0}</a></li>\n", escaped(tag))).collect();
    let parts: String = operations
        .iter()
        .map(|(tag, operations)| format!("<h2 id=\"{0}\">{0}</h2>\n{operations}", escaped(tag)))
        .collect();
    let shapes: String =
        fields(at(document, "/components/schemas")).map(|(name, schema)| shape(name, schema)).collect();
    let words = paragraphs(text(at(document, "/info"), "description"));
    let body = format!(
        "<h1>The JSON API</h1>\n{words}\
         <p><a href=\"/api/v1/openapi.json\">The same for programs, as OpenAPI {version}</a></p>\n\
         <nav aria-label=\"Contents\"><ul>\n{list}<li><a href=\"#shapes\">Shapes</a></li>\n</ul></nav>\n\
         {parts}<h2 id=\"shapes\">Shapes</h2>\n{shapes}",
        version = escaped(text(document, "openapi"))
    );
    frame("en", "The JSON API", &body)
}

/// An operation.
fn one(method: &str, path: &str, operation: &Value) -> String {
    let title = format!("{} {}", method.to_uppercase(), escaped(path));
    let words = paragraphs(&format!("{}\n\n{}", text(operation, "summary"), text(operation, "description")));
    let parameters = at(operation, "/parameters").as_array().map(Vec::as_slice).unwrap_or_default();
    let takes = rows(parameters.iter().map(|parameter| Row {
        name: text(parameter, "name"),
        place: text(parameter, "in"),
        is_needed: at(parameter, "/required") == true,
        schema: at(parameter, "/schema"),
        words: text(parameter, "description"),
    }));
    let body = at(operation, "/requestBody/content/application~1json/schema").as_object();
    let body = body.map(|schema| format!("<p>Body: {}</p>\n", kind(&Value::Object(schema.clone()))));
    let answers: String = fields(at(operation, "/responses"))
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(status, answer)| {
            let schema = at(answer, "/content/application~1json/schema");
            let what = if schema.is_null() { "nothing".to_owned() } else { kind(schema) };
            format!("<p>Answers {}: {what}</p>\n", escaped(status))
        })
        .collect();
    let id = escaped(text(operation, "operationId"));
    let body = body.unwrap_or_default();
    format!("<section id=\"{id}\">\n<h3><code>{title}</code></h3>\n{words}{takes}{body}{answers}</section>\n")
}

/// A shape by its name.
fn shape(name: &str, schema: &Value) -> String {
    let needed = at(schema, "/required").as_array().map(Vec::as_slice).unwrap_or_default();
    let table = rows(fields(at(schema, "/properties")).map(|(field, schema)| Row {
        name: field,
        place: "",
        is_needed: needed.iter().any(|one| one == field),
        schema,
        words: text(schema, "description"),
    }));
    let of = if table.is_empty() { format!("<p>{}</p>\n", kind(schema)) } else { table };
    let name = escaped(name);
    let words = paragraphs(text(schema, "description"));
    format!("<section id=\"shape-{name}\">\n<h3>{name}</h3>\n{words}{of}</section>\n")
}

/// A line of a table: a parameter or a field.
struct Row<'a> {
    name: &'a str,
    place: &'a str,
    is_needed: bool,
    schema: &'a Value,
    words: &'a str,
}

fn rows<'a>(rows: impl Iterator<Item = Row<'a>>) -> String {
    let lines: String = rows
        .map(|row| {
            let place = if row.place.is_empty() { String::new() } else { format!(", {}", row.place) };
            let needed = if row.is_needed { "" } else { " <span class=\"state\">optional</span>" };
            format!(
                "<div><dt><code>{}</code>{needed}</dt><dd>{}{}. {}</dd></div>\n",
                escaped(row.name),
                kind(row.schema),
                escaped(&place),
                escaped(row.words)
            )
        })
        .collect();
    if lines.is_empty() { lines } else { format!("<dl class=\"fields\">\n{lines}</dl>\n") }
}

/// What a schema takes, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = at(schema, "/$ref").as_str().and_then(|name| name.rsplit('/').next()) {
        return format!("<a href=\"#shape-{0}\">{0}</a>", escaped(name));
    }
    for (several, between) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        if let Some(parts) = schema.get(several).and_then(Value::as_array) {
            return parts.iter().map(kind).collect::<Vec<_>>().join(between);
        }
    }
    if let Some(values) = at(schema, "/enum").as_array() {
        let values: Vec<_> =
            values.iter().map(|value| format!("<code>{}</code>", escaped(&value.to_string()))).collect();
        return values.join(" or ");
    }
    let names: Vec<_> = match at(schema, "/type") {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let named: Vec<_> = names.iter().map(|name| of_type(name, schema)).collect();
    if named.is_empty() { "anything".to_owned() } else { named.join(" or ") }
}

fn of_type(name: &str, schema: &Value) -> String {
    let bounds = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"];
    let bounds: Vec<_> =
        bounds.iter().filter_map(|bound| Some(format!("{bound} {}", escaped(&plain(schema.get(bound)?))))).collect();
    let bounds = if bounds.is_empty() || name == "null" { String::new() } else { format!(" ({})", bounds.join(", ")) };
    match name {
        "array" => format!("list of {}{bounds}", kind(at(schema, "/items"))),
        name => format!("{}{bounds}", escaped(name)),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What stands there (RFC 6901). Null, where there is nothing.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn paragraphs(words: &str) -> String {
    let parts = words.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| format!("<p>{}</p>\n", escaped(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_every_shape_has_its_place_and_every_link_leads_to_one() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        let page = html(&document);
        for (_, item) in fields(at(&document, "/paths")) {
            for (_, operation) in fields(item).filter(|(_, operation)| operation.is_object()) {
                assert!(page.contains(&format!("id=\"{}\"", text(operation, "operationId"))), "{operation}");
            }
        }
        let links = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        let dangling: Vec<_> = links.filter(|link| !page.contains(&format!("id=\"{link}\""))).collect();
        assert!(dangling.is_empty(), "{dangling:?}");
    }

    #[test]
    fn words_are_no_html() {
        let document = serde_json::json!({ "info": { "description": "<script>\"&" }, "paths": {} });
        assert!(html(&document).contains("<p>&lt;script&gt;&quot;&amp;</p>"));
    }
}
