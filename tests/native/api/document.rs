//! The API's document.

use guildhall::{features::ALL, inbound::api};
use serde_json::Value;

use crate::support::App;

#[test]
fn the_document_that_is_served_is_that_of_the_routes() {
    let routes = api::document(ALL).to_pretty_json().unwrap();
    let written = include_str!("../../../docs/openapi.json");
    assert!(
        routes.trim() == written.trim(),
        "the routes have changed: run cargo xtask openapi and look at the difference"
    );
}

#[tokio::test]
async fn whoever_asks_gets_the_document() {
    let app = App::start().await;
    let document = app.anonymous().get("/api/v1/openapi.json").await;
    assert_eq!((document.status, document.json["openapi"].as_str()), (200, Some("3.1.0")));
}

#[tokio::test]
async fn people_read_the_document_as_a_page_that_runs_nothing() {
    let app = App::start().await;
    let page = app.anonymous().get("/api/v1/docs").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    assert!(page.text.contains("id=\"open_case\"") && !page.text.contains("<script"), "{}", page.text);
    assert_eq!(app.anonymous().get("/page.css").await.status, 200);
}

#[test]
fn every_operation_has_an_id_of_its_own_a_tag_and_what_may_go_wrong() {
    let document: Value = serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{place}: its id is another's");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{place}");
            assert!(operation["responses"]["429"].is_object(), "{place}");
            assert!(operation["summary"].is_string(), "{place}");
        }
    }
}

#[test]
fn every_reference_leads_to_a_shape() {
    let document: Value = serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap();
    let text = document.to_string();
    let names = text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: std::collections::BTreeSet<_> = names.filter(|name| document.pointer(name).is_none()).collect();
    assert!(missing.is_empty() && text.contains("\"$ref\""), "{missing:?}");
}
