//! The verifier of the wasm against ed25519-dalek's, which serves natively, on the same vectors.
//!
//! The two differ nowhere. WebCrypto, which a Worker could use instead, differs from both: it accepts keys and points R of
//! small order, under which anyone can sign, and encodings of points that are not reduced. No signature of an honest
//! signer is judged differently by any of the three.

use anyhow::Result;
use e2e::World;
use ed25519_dalek::{Signer, SigningKey};
use guildhall::edge;

const PING: &[u8] = br#"{"id":"1","application_id":"2","type":1,"token":"x","version":1}"#;

/// The order of the group, little-endian: adding it to S gives a second encoding of the same signature.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

struct Case {
    what: &'static str,
    key: String,
    signature: Vec<u8>,
    /// Whether both verifiers accept it.
    good: bool,
}

fn with_s_plus_l(signature: &[u8; 64]) -> Vec<u8> {
    let mut changed = signature.to_vec();
    let mut carry = 0_u16;
    for (byte, add) in changed[32..].iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    changed
}

fn cases(timestamp: &str) -> Vec<Case> {
    let signer = SigningKey::from_bytes(&[3; 32]);
    let key = hex::encode(signer.verifying_key().to_bytes());
    let good = signer.sign(&[timestamp.as_bytes(), PING].concat()).to_bytes();
    let mut cases = vec![
        Case { what: "good", key: key.clone(), signature: good.to_vec(), good: true },
        Case { what: "S + L", key: key.clone(), signature: with_s_plus_l(&good), good: false },
        Case { what: "all ones", key: key.clone(), signature: vec![0xff; 64], good: false },
        Case {
            what: "R of small order, S zero",
            key: key.clone(),
            signature: [vec![1], vec![0; 63]].concat(),
            good: false,
        },
        Case { what: "not a point", key: format!("02{}", "00".repeat(31)), signature: good.to_vec(), good: false },
    ];
    for bit in [0, 7, 255, 256, 300, 511] {
        let mut signature = good.to_vec();
        signature[bit / 8] ^= 1 << (bit % 8);
        cases.push(Case { what: "a flipped bit", key: key.clone(), signature, good: false });
    }
    let small = [
        format!("00{}", "00".repeat(31)),
        format!("01{}", "00".repeat(31)),
        format!("00{}80", "00".repeat(30)),
        format!("01{}80", "00".repeat(30)),
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05".to_owned(),
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85".to_owned(),
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a".to_owned(),
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa".to_owned(),
        format!("ec{}7f", "ff".repeat(30)),
        format!("ed{}7f", "ff".repeat(30)),
        format!("ee{}7f", "ff".repeat(30)),
    ];
    for key in small {
        cases.push(Case { what: "a key of small order", key, signature: [vec![1], vec![0; 63]].concat(), good: false });
    }
    cases
}

#[tokio::test]
async fn the_wasm_and_the_native_verifier_judge_every_vector_alike() -> Result<()> {
    let world = World::start().await?;
    let timestamp = edge::now().as_second().to_string();
    for case in cases(&timestamp) {
        let signature = hex::encode(&case.signature);
        let native = edge::verify(&case.key, &signature, &[timestamp.as_bytes(), PING]);
        let headers = [("X-Signature-Ed25519", signature), ("X-Signature-Timestamp", timestamp.clone())];
        let (status, body) = world.post_to(&world.endpoint_of_key(&case.key), &headers, PING).await?;
        assert_eq!(native, case.good, "natively: {} {}", case.what, case.key);
        assert_eq!(status, if case.good { 200 } else { 401 }, "in workerd: {} {} {body}", case.what, case.key);
    }
    Ok(())
}

#[tokio::test]
async fn rfc_8032s_vectors_hold_in_workerd() -> Result<()> {
    // Section 7.1, by secret key: the messages of the endpoint cannot be chosen freely, so the keys sign ours, and the
    // RFC's public keys prove that they are theirs.
    let vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        ),
    ];
    let world = World::start().await?;
    let timestamp = edge::now().as_second().to_string();
    for (secret, public) in vectors {
        let mut seed = [0; 32];
        hex::decode_to_slice(secret, &mut seed)?;
        let signer = SigningKey::from_bytes(&seed);
        assert_eq!(hex::encode(signer.verifying_key().to_bytes()), public);
        let signature = hex::encode(signer.sign(&[timestamp.as_bytes(), PING].concat()).to_bytes());
        let headers = [("X-Signature-Ed25519", signature), ("X-Signature-Timestamp", timestamp.clone())];
        assert_eq!(
            world.post_to(&world.endpoint_of_key(public), &headers, PING).await?,
            (200, r#"{"type":1}"#.to_owned())
        );
    }
    Ok(())
}

#[tokio::test]
async fn sizes_and_staleness_are_refused_in_workerd() -> Result<()> {
    let world = World::start().await?;
    let sign = |at: i64, body: &[u8]| {
        let sandbox = world.sandbox.world();
        sandbox.application(world.demo.application).map(|application| application.sign(at, body))
    };
    let now = edge::now().as_second();
    assert_eq!(world.post(&sign(now - 302, PING)?, PING).await?.0, 401);
    assert_eq!(world.post(&sign(now + 302, PING)?, PING).await?.0, 401);
    assert_eq!(world.post(&[], PING).await?.0, 401);
    let large = vec![b' '; 1024 * 1024 + 1];
    assert_eq!(world.post(&sign(now, &large)?, &large).await?.0, 413);
    let wrong_mac = world.endpoint()?.replace(char::is_alphanumeric, "0");
    let wrong_mac =
        format!("{}/interactions/{}", world.worker.url(), wrong_mac.rsplit("interactions/").next().unwrap_or_default());
    assert_eq!(world.post_to(&wrong_mac, &sign(now, PING)?, PING).await?.0, 401);
    assert_eq!(world.post(&sign(now, PING)?, PING).await?.0, 200);
    Ok(())
}
