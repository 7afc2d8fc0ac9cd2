//! What both verifiers of Ed25519 signatures (RFC 8032) share: freshness, sizes, and the keys that nobody may use.

use jiff::Timestamp;

/// How far the timestamp of Discord's signature may be from now, in seconds. Discord names no window; a replay within
/// it meets the interaction claim.
pub const FRESH_FOR: i64 = 300;

/// The largest request body that is read, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// Whether `timestamp`, in decimal seconds since 1970, is within `window` seconds of `now`.
pub fn is_fresh(timestamp: &str, now: Timestamp, window: i64) -> bool {
    timestamp.len() <= 16
        && timestamp.bytes().all(|byte| byte.is_ascii_digit())
        && timestamp.parse::<i64>().is_ok_and(|seconds| seconds.abs_diff(now.as_second()) <= window.unsigned_abs())
}

/// The key, unless it is not 64 lower-case hex digits or is a point of small order, under which signatures can be
/// made without any secret. WebCrypto accepts such keys.
pub fn strong_key(public_key: &str) -> Option<[u8; 32]> {
    if public_key.len() != 64 || public_key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut key = [0; 32];
    hex::decode_to_slice(public_key, &mut key).ok()?;
    (!is_small_order(&key)).then_some(key)
}

/// Whether an encoded point is of order 1, 2, 4 or 8.
pub(super) fn is_small_order(point: &[u8; 32]) -> bool {
    let mut y = *point;
    // The top bit is the sign of x: both signs of a small-order y are weak.
    y[31] &= 0x7f;
    SMALL_ORDER.contains(&y)
}

/// The y-coordinates of all points of order 1, 2, 4 and 8, also those not reduced modulo p = 2^255 - 19.
const SMALL_ORDER: [[u8; 32]; 7] = [
    y(0, 0, 0),
    y(1, 0, 0),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    y(0xec, 0xff, 0x7f),
    y(0xed, 0xff, 0x7f),
    y(0xee, 0xff, 0x7f),
];

const fn y(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::VerifyingKey;

    use super::*;

    #[test]
    fn the_list_of_weak_keys_agrees_with_ed25519_dalek() {
        for mut key in SMALL_ORDER {
            for sign in [0, 0x80] {
                key[31] = key[31] & 0x7f | sign;
                assert_eq!(strong_key(&hex::encode(key)), None);
                // Some encodings are no point for dalek at all; each that is one is weak.
                assert!(VerifyingKey::from_bytes(&key).map_or(true, |key| key.is_weak()));
            }
        }
    }

    #[test]
    fn an_ordinary_key_is_strong_in_lower_case_only() {
        // RFC 8032, section 7.1, test 1.
        let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert!(strong_key(key).is_some());
        assert_eq!(strong_key(&key.to_uppercase()), None);
        assert_eq!(strong_key(&key[1..]), None);
    }

    #[test]
    fn a_timestamp_is_fresh_within_its_window_and_only_in_plain_digits() {
        let now = Timestamp::from_second(1_000).unwrap();
        for (text, fresh) in [
            ("700", true),
            ("1300", true),
            ("699", false),
            ("1301", false),
            ("", false),
            ("+900", false),
            ("-1", false),
            ("9e2", false),
            ("00000000000000900", false),
        ] {
            assert_eq!(is_fresh(text, now, 300), fresh, "{text}");
        }
    }
}
