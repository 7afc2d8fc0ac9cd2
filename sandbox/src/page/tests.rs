//! How the page is served: its policy, its caching, and that nothing beside it can be had.

use std::net::Ipv4Addr;

use crate::Sandbox;

async fn sandbox_with(files: &[(&str, &str)]) -> (Sandbox, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("dist");
    std::fs::create_dir_all(page.join("assets")).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    for (name, content) in files {
        std::fs::write(page.join(name), content).unwrap();
    }
    (Sandbox::start_with_page((Ipv4Addr::LOCALHOST, 0).into(), page).await.unwrap(), folder)
}

async fn get(sandbox: &Sandbox, path: &str) -> reqwest::Response {
    crate::client().unwrap().get(format!("{}{path}", sandbox.url())).send().await.unwrap()
}

/// The answer to a path that a client would tidy up before it asks.
async fn raw(sandbox: &Sandbox, path: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = sandbox.url().replace("http://", "");
    let mut connection = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer
}

const INDEX: (&str, &str) = ("index.html", r#"<meta name="style-nonce" content="%STYLE_NONCE%">"#);

#[tokio::test]
async fn each_answer_has_a_nonce_of_its_own_and_allows_the_pages_own_files_only() {
    let (sandbox, _folder) = sandbox_with(&[INDEX]).await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = get(&sandbox, "/").await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let page = answer.text().await.unwrap();
        let nonce = page.split('"').nth(3).unwrap().to_owned();
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; \
                 connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
        );
        nonces.push(nonce);
    }
    assert_eq!(nonces[0].len(), 32);
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_the_page_itself_is_asked_for_anew() {
    let (sandbox, _folder) = sandbox_with(&[INDEX, ("assets/index-Abc_1.js", "1"), ("icon.svg", "<svg/>")]).await;
    let script = get(&sandbox, "/assets/index-Abc_1.js").await;
    assert_eq!(script.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(script.headers()["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(script.headers()["x-content-type-options"], "nosniff");
    assert_eq!(get(&sandbox, "/").await.headers()["cache-control"], "no-cache");
    assert_eq!(get(&sandbox, "/icon.svg").await.headers()["content-type"], "image/svg+xml");
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let (sandbox, _folder) = sandbox_with(&[INDEX]).await;
    for path in [
        "/assets/..%2F..%2Fsecret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/assets/..",
        "/assets/../../secret.txt",
        "/../secret.txt",
        "/assets/..%5C..%5Csecret.txt",
        "/assets/%2Fetc%2Fpasswd",
        "/assets/",
        "/secret.txt",
    ] {
        let answer = raw(&sandbox, path).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn while_the_page_is_not_built_its_place_says_how_to_build_it() {
    let (sandbox, _folder) = sandbox_with(&[]).await;
    let answer = get(&sandbox, "/").await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("content-security-policy"));
    assert!(answer.text().await.unwrap().contains("cargo xtask page"));
}
