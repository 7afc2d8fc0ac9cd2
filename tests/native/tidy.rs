//! The invariants of ARCHITECTURE.md that the compiler cannot hold.

use crate::support::{code, sources};

#[test]
fn only_the_edge_names_the_runtime() {
    for (path, text) in sources("src") {
        let names = ["worker::", "js_sys", "web_sys", "wasm_bindgen", "axum", "reqwest", "tokio::"];
        // A route is axum's on both runtimes; its server is the edge's.
        let routes = ["src/platform/config.rs", "src/platform/feature.rs", "src/platform/requests/mod.rs"];
        let is_route = path.contains("/api/")
            || path.contains("/auth/")
            || path.ends_with("/api.rs")
            || routes.contains(&path.as_str());
        let is_its_own = |name: &str| name == "axum" && is_route;
        let named: Vec<_> = names.iter().filter(|name| code(&text).contains(**name) && !is_its_own(name)).collect();
        assert!(path.starts_with("src/edge/") || named.is_empty(), "{path} names {named:?}");
    }
}

#[test]
fn imports_go_one_way() {
    let layers = ["inbound", "features", "platform", "discord", "db", "edge"];
    for (path, text) in sources("src") {
        let Some(own) = layers.iter().position(|layer| path.starts_with(&format!("src/{layer}/"))) else { continue };
        // The edge's entry points start everything, and so may name anything.
        if path == "src/edge/wasm/entry.rs" {
            continue;
        }
        for (above, layer) in layers[..own].iter().enumerate() {
            let text = code(&text).replace(['\n', ' '], "");
            let named = text.contains(&format!("crate::{layer}::")) || text.contains(&format!("crate::{{{layer}::"));
            assert!(!named, "{path} (layer {own}) names {layer} (layer {above})");
        }
    }
}

#[test]
fn statements_stand_in_stores_only() {
    for (path, text) in sources("src") {
        let is_store = path.ends_with("/store.rs") || path.contains("/store/") || path.starts_with("src/db/");
        let text = code(&text);
        let found =
            ["\"select ", "\"insert ", "\"update ", "\"delete ", "\"with "].iter().find(|words| text.contains(**words));
        assert!(is_store || found.is_none(), "{path} holds {found:?}");
    }
}

#[test]
fn the_relay_holds_its_statements_in_one_place_and_names_no_feature() {
    for (path, text) in sources("gateway-relay/src") {
        let text = code(&text);
        assert!(
            path.starts_with("gateway-relay/src/record/") || !text.contains("sqlx::query"),
            "{path} holds a statement"
        );
        // What it may know of the worker: how it signs and seals, and which calls it makes.
        let known = "stand_in guildhall discord platform bots cdn token_owner peer refusal relay routes sealed sealing self vault";
        for (at, _) in text.match_indices("guildhall::") {
            let import = text[at..].split(';').next().unwrap_or_default();
            let mut words = import.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let is_module = |word: &str| word.starts_with(|first: char| first.is_lowercase());
            let stray = words.find(|word| is_module(word) && !known.split(' ').any(|known| known == *word));
            assert!(stray.is_none(), "{path} names {stray:?}");
        }
    }
}

#[test]
fn models_are_pure() {
    for (path, text) in sources("src") {
        if path.ends_with("/model.rs") || path.contains("/model/") {
            let text = code(&text);
            let found = ["async ", ".await", "edge::", "now()"].iter().find(|words| text.contains(**words));
            assert!(found.is_none(), "{path} holds {found:?}");
        }
    }
}

#[test]
fn a_features_store_is_its_own() {
    for (path, text) in sources("src/features") {
        if path.ends_with("/mod.rs") {
            assert!(!text.contains("pub mod store"), "{path}");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_readable() {
    for folder in ["src", "gateway-relay/src", "sandbox/src", "xtask/src", "tests"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//! "), "{path} does not say what it is for");
            assert!(text.lines().count() <= 400, "{path} has over 400 lines");
        }
    }
}

#[test]
fn nothing_is_left_for_later_or_skipped() {
    let banned = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!("#[al", "low"),
        concat!("should_", "panic"),
        concat!("todo", "!("),
    ];
    for folder in ["src", "gateway-relay", "sandbox", "xtask/src", "tests"] {
        for (path, text) in sources(folder) {
            let found = banned.iter().find(|words| text.contains(**words));
            assert!(found.is_none(), "{path} holds {found:?}");
        }
    }
}
