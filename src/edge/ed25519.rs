//! Ed25519 verification (RFC 8032, section 5.1.7) for few keys that sign often, as bots' keys do.
//!
//! Of a key that comes back, and of the base point, multiples are kept: a signature then costs 75 additions of points
//! instead of 250 doublings and 70 additions. That makes wasm faster than a call to WebCrypto. The arithmetic is
//! curve25519-dalek's. Key, signature and message are public, so nothing here takes care to need constant time.

#![expect(clippy::arithmetic_side_effects, reason = "points and scalars do not overflow, and indices stay below 254")]

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use curve25519_dalek::{
    EdwardsPoint, Scalar, constants::ED25519_BASEPOINT_POINT, edwards::CompressedEdwardsY, traits::Identity,
};
use sha2::{Digest, Sha512};

use super::signature::{is_small_order, strong_key};

/// Keys remembered at a time; each takes up to 220 KB.
const MAX_KEYS: usize = 128;
/// How often a key is used before its multiples, which cost six verifications to make, are worth it.
const SELDOM: u32 = 6;

thread_local! {
    static KEYS: RefCell<HashMap<[u8; 32], Rc<Key>>> = RefCell::default();
    /// 676 KB.
    static BASE: Multiples<8> = Multiples::of(ED25519_BASEPOINT_POINT);
}

/// Whether `signature` over the joined parts of the message is by `public_key`, 64 lower-case hex digits. Accepts what
/// ed25519-dalek's `verify_strict` accepts: neither a key nor an R of small order, no S beyond the group's order.
pub fn verify(public_key: &str, signature: &str, message: &[&[u8]]) -> bool {
    let mut bytes = [0; 64];
    hex::decode_to_slice(signature, &mut bytes).is_ok()
        && key(public_key).is_some_and(|key| key.verify(&bytes, message))
}

fn key(public_key: &str) -> Option<Rc<Key>> {
    let bytes = strong_key(public_key)?;
    KEYS.with_borrow_mut(|keys| {
        if let Some(key) = keys.get(&bytes) {
            return Some(key.clone());
        }
        let key = Rc::new(Key::read(bytes)?);
        if keys.len() >= MAX_KEYS {
            keys.clear();
        }
        keys.insert(bytes, key.clone());
        Some(key)
    })
}

struct Key {
    bytes: [u8; 32],
    /// -A in RFC 8032's terms.
    negated: EdwardsPoint,
    uses: Cell<u32>,
    multiples: OnceCell<Multiples<6>>,
}

impl Key {
    fn read(bytes: [u8; 32]) -> Option<Self> {
        let negated = -CompressedEdwardsY(bytes).decompress()?;
        Some(Self { bytes, negated, uses: Cell::new(0), multiples: OnceCell::new() })
    }

    fn verify(&self, signature: &[u8; 64], message: &[&[u8]]) -> bool {
        let (Some(r), Some(s)) = (signature.first_chunk::<32>(), signature.last_chunk::<32>()) else { return false };
        let Some(s) = Scalar::from_canonical_bytes(*s).into_option() else { return false };
        if is_small_order(r) {
            return false;
        }
        let mut hash = Sha512::new_with_prefix(r);
        hash.update(self.bytes);
        message.iter().for_each(|part| hash.update(part));
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        self.expected_r(&s, &k).compress().as_bytes() == r
    }

    /// S·B - k·A, which is R where the signature is good.
    fn expected_r(&self, s: &Scalar, k: &Scalar) -> EdwardsPoint {
        let uses = self.uses.get();
        if uses < SELDOM {
            self.uses.set(uses + 1);
            return EdwardsPoint::vartime_double_scalar_mul_basepoint(k, &self.negated, s);
        }
        let multiples = self.multiples.get_or_init(|| Multiples::of(self.negated));
        BASE.with(|base| multiples.add(k, base.add(s, EdwardsPoint::identity())))
    }
}

/// For each digit of a scalar to the base 2^W, the digit's place times 1, 2, … 2^(W-1) times a point.
struct Multiples<const W: usize> {
    points: Vec<EdwardsPoint>,
}

impl<const W: usize> Multiples<W> {
    /// A scalar is below 2^253; recoding may carry once beyond it.
    const DIGITS: usize = 254_usize.div_ceil(W);
    const HALF: usize = 1 << (W - 1);

    fn of(mut place: EdwardsPoint) -> Self {
        let mut points = Vec::with_capacity(Self::DIGITS * Self::HALF);
        for _ in 0..Self::DIGITS {
            let mut multiple = place;
            points.push(multiple);
            for _ in 1..Self::HALF {
                multiple += place;
                points.push(multiple);
            }
            place = multiple + multiple;
        }
        Self { points }
    }

    /// `sum` plus `scalar` times the point. Digits above 2^(W-1) count as negative ones with a carry, which halves the
    /// table.
    fn add(&self, scalar: &Scalar, mut sum: EdwardsPoint) -> EdwardsPoint {
        let bytes = scalar.as_bytes();
        let (mut carry, half) = (0, Self::HALF);
        for (place, row) in self.points.chunks_exact(half).enumerate() {
            let (byte, bit) = (place * W / 8, place * W % 8);
            let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
            let digit = ((at(byte) | at(byte + 1) << 8) >> bit) % (1 << W) + carry;
            carry = usize::from(digit > Self::HALF);
            if carry == 1 {
                row.get(((1 << W) - digit).wrapping_sub(1)).inspect(|point| sum -= *point);
            } else {
                row.get(digit.wrapping_sub(1)).inspect(|point| sum += *point);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
    use proptest::prelude::*;

    use super::*;

    fn dalek(public_key: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
        VerifyingKey::from_bytes(public_key)
            .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn it_judges_as_ed25519_dalek_does(seed: [u8; 32], message: Vec<u8>, flips in prop::collection::vec(0_usize..512, 0..3)) {
            let signer = SigningKey::from_bytes(&seed);
            let public_key = signer.verifying_key().to_bytes();
            let mut signature = signer.sign(&message).to_bytes();
            for flip in &flips {
                signature[flip / 8] ^= 1 << (flip % 8);
            }
            // Seven times: the first six verify without the key's multiples, the last with them.
            for _ in 0..=SELDOM {
                let judged = verify(&hex::encode(public_key), &hex::encode(signature), &[&message]);
                prop_assert_eq!(judged, dalek(&public_key, &signature, &message));
            }
        }

        #[test]
        fn multiples_add_up_as_dalek_multiplies(wide: [u8; 32], scale: [u8; 32]) {
            let (scalar, scale) = (Scalar::from_bytes_mod_order(wide), Scalar::from_bytes_mod_order(scale));
            let point = ED25519_BASEPOINT_POINT * scale;
            prop_assert_eq!(Multiples::<6>::of(point).add(&scalar, EdwardsPoint::identity()), point * scalar);
            prop_assert_eq!(BASE.with(|base| base.add(&scalar, point)), ED25519_BASEPOINT_POINT * scalar + point);
        }
    }

    #[test]
    fn the_scalars_at_the_edges_add_up() {
        let point = ED25519_BASEPOINT_POINT;
        for scalar in [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(u64::MAX)] {
            assert_eq!(BASE.with(|base| base.add(&scalar, EdwardsPoint::identity())), point * scalar);
            assert_eq!(Multiples::<6>::of(point).add(&scalar, EdwardsPoint::identity()), point * scalar);
        }
    }

    #[test]
    fn keys_are_forgotten_before_they_fill_the_memory() {
        for number in 0..=u8::MAX {
            let signer = SigningKey::from_bytes(&[number; 32]);
            let public_key = hex::encode(signer.verifying_key().to_bytes());
            assert!(verify(&public_key, &hex::encode(signer.sign(b"m").to_bytes()), &[b"m"]));
        }
        assert!(KEYS.with_borrow(|keys| keys.len() <= MAX_KEYS));
    }
}
