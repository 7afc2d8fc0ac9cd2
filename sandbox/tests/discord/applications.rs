//! Tokens, malformed calls, and the validation of an interactions endpoint.

use reqwest::Method;
use serde_json::json;

use crate::support::{Behaviour, Called, Scene, endpoint, scene};

#[tokio::test]
async fn a_call_without_a_good_token_is_unauthorized() {
    let scene = scene().await;
    for headers in [vec![], vec![("authorization", "Bot wrong".to_owned())], vec![("authorization", scene.token())]] {
        let called = scene.raw(Method::GET, "/users/@me", &headers, String::new()).await.unwrap();
        assert_eq!((called.status, called.body), (401, json!({ "message": "401: Unauthorized", "code": 0 })));
    }
    assert_eq!(scene.get("/users/@me").await.body["id"], scene.demo.application.to_string());
    assert_eq!(scene.token().split('.').count(), 3);
}

#[tokio::test]
async fn what_is_no_route_no_method_or_no_json_is_refused_as_discord_does() {
    let scene = scene().await;
    let nowhere = scene.get("/nowhere").await;
    assert_eq!((nowhere.status, nowhere.body), (404, json!({ "message": "404: Not Found", "code": 0 })));
    let wrong = scene.call(Method::DELETE, "/users/@me", None).await;
    assert_eq!((wrong.status, wrong.body), (405, json!({ "message": "405: Method Not Allowed", "code": 0 })));
    let path = scene.guild(&format!("/bans/{}", scene.demo.member));
    let authorization = ("authorization", format!("Bot {}", scene.token()));
    let json = [authorization.clone(), ("content-type", "application/json".to_owned())];
    let broken = scene.raw(Method::PUT, &path, &json, "{".to_owned()).await.unwrap();
    assert_eq!(broken.refusal(), (400, 50_109));
    let text = [authorization, ("content-type", "text/plain".to_owned())];
    assert_eq!(scene.raw(Method::PUT, &path, &text, "{}".to_owned()).await.unwrap().refusal(), (400, 50_035));
}

async fn point(scene: &Scene, behaviour: Behaviour) -> Called {
    let endpoint = endpoint(scene.public_key(), behaviour).await;
    let body = json!({ "interactions_endpoint_url": endpoint.url });
    scene.call(Method::PATCH, "/applications/@me", Some(body)).await
}

#[tokio::test]
async fn an_endpoint_that_answers_pings_and_checks_signatures_is_stored() {
    let scene = scene().await;
    let called = point(&scene, Behaviour::Answer(json!({ "type": 5 }))).await;
    assert_eq!(called.status, 200, "{}", called.body);
    let url = called.body["interactions_endpoint_url"].as_str().unwrap();
    assert_eq!(scene.get("/applications/@me").await.body["interactions_endpoint_url"], url);
    let cleared = json!({ "interactions_endpoint_url": null });
    let cleared = scene.call(Method::PATCH, "/applications/@me", Some(cleared)).await;
    assert!(cleared.body["interactions_endpoint_url"].is_null());
}

#[tokio::test]
async fn an_endpoint_that_does_not_is_refused_with_the_reason() {
    let scene = scene().await;
    for (behaviour, reason) in [
        (Behaviour::Credulous, "A wrong signature was answered 200 instead of 401."),
        (Behaviour::Raw(200, r#"{"type":1}"#.to_owned()), "the response is not application/json."),
        (Behaviour::Raw(500, "oops".to_owned()), "the endpoint answered 500: oops."),
    ] {
        let called = point(&scene, behaviour).await;
        assert_eq!(called.refusal(), (400, 50_035));
        let error = &called.body["errors"]["interactions_endpoint_url"]["_errors"][0];
        assert_eq!(error["code"], "APPLICATION_INTERACTIONS_ENDPOINT_INVALID");
        let words = error["message"].as_str().unwrap();
        assert!(words.starts_with("The specified interactions endpoint URL could not be verified."), "{words}");
        assert!(words.ends_with(reason), "{words}");
    }
    assert!(scene.get("/applications/@me").await.body["interactions_endpoint_url"].is_null());
}
