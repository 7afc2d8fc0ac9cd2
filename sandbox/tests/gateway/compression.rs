//! Streams that are compressed: every message continues the one before.

use flate2::{Decompress, FlushDecompress};
use serde_json::Value;

use crate::{
    client::{Came, Client},
    support::{intents, scene},
};

async fn bytes(client: &mut Client) -> Vec<u8> {
    match client.came().await {
        Came::Bytes(bytes) => bytes,
        other => panic!("{other:?} is not compressed"),
    }
}

#[tokio::test]
async fn a_zlib_stream_has_one_context_and_ends_each_message_with_a_flush() {
    let scene = scene().await;
    let mut client = Client::connect(&scene.address("&compress=zlib-stream")).await;
    let mut stream = Decompress::new(true);
    let mut next = |message: Vec<u8>| -> Value {
        assert!(message.ends_with(&[0, 0, 0xff, 0xff]));
        let mut text = Vec::with_capacity(1 << 20);
        stream.decompress_vec(&message, &mut text, FlushDecompress::Sync).unwrap();
        serde_json::from_slice(&text).unwrap()
    };
    assert_eq!(next(bytes(&mut client).await)["op"], 10);
    client.send(2, scene.identity(intents::GUILDS)).await;
    let ready = bytes(&mut client).await;
    assert_eq!(next(ready)["t"], "READY");
    assert_eq!(next(bytes(&mut client).await)["t"], "GUILD_CREATE");
}

#[tokio::test]
async fn a_zstd_stream_has_one_context_and_gives_each_message_whole() {
    let scene = scene().await;
    let mut client = Client::connect(&scene.address("&compress=zstd-stream")).await;
    let mut stream = zstd::stream::write::Decoder::new(Vec::new()).unwrap();
    let mut next = |message: Vec<u8>| -> Value {
        use std::io::Write;
        stream.write_all(&message).unwrap();
        stream.flush().unwrap();
        serde_json::from_slice(&std::mem::take(stream.get_mut())).unwrap()
    };
    assert_eq!(next(bytes(&mut client).await)["op"], 10);
    client.send(2, scene.identity(intents::GUILDS)).await;
    assert_eq!(next(bytes(&mut client).await)["t"], "READY");
    assert_eq!(next(bytes(&mut client).await)["t"], "GUILD_CREATE");
}
