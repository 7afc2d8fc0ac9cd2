//! A server for tests, whose answer is as large as the path says.

use axum::{Router, extract::Path, routing::get};

/// Starts one that answers `/so-many/bytes` for as long as the test runs; its address, `127.0.0.1` and a port.
pub async fn bytes_by_path() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it has an address").to_string();
    let routes = Router::new().route("/{count}/bytes", get(async |Path(count): Path<usize>| vec![b'x'; count]));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    // Who starts a relay chooses how TLS is done before there is a client.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    address
}
