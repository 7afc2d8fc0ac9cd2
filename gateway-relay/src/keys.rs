//! Keys for a new deployment: which half goes where is easily mixed up by hand.

use ed25519_dalek::SigningKey;
use guildhall::platform::sealing::OpeningKey;

/// The settings of the worker and of the relay that belong together, a line each.
pub fn keys() -> anyhow::Result<String> {
    let (tick, worker) = (random()?, random()?);
    let opening = format!("1:{}", hex::encode(random()?));
    let sealing = OpeningKey::parse(&opening).map_err(anyhow::Error::msg)?.sealing_key();
    let public = |seed: &[u8; 32]| hex::encode(SigningKey::from_bytes(seed).verifying_key().to_bytes());
    Ok(format!(
        "# the worker\nTICK_PUBLIC_KEY={}\nRELAY_SEED={}\nRELAY_SEALING_KEY={sealing}\n\n\
         # the relay\nTICK_SEED={}\nWORKER_PUBLIC_KEY={}\nOPENING_KEY={opening}\n",
        public(&tick),
        hex::encode(worker),
        hex::encode(tick),
        public(&worker),
    ))
}

fn random() -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("this machine gives no randomness: {error}"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_belong_together_and_differ_each_time() {
        let text = keys().unwrap();
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_else(|| panic!("{name} is missing")).to_owned()
        };
        for (seed, public) in [("TICK_SEED", "TICK_PUBLIC_KEY"), ("RELAY_SEED", "WORKER_PUBLIC_KEY")] {
            let seed: [u8; 32] = hex::decode(value(seed)).unwrap().try_into().unwrap();
            assert_eq!(hex::encode(SigningKey::from_bytes(&seed).verifying_key().to_bytes()), value(public));
        }
        let opening = OpeningKey::parse(&value("OPENING_KEY")).unwrap();
        assert_eq!(opening.sealing_key().to_string(), value("RELAY_SEALING_KEY"));
        assert_ne!(text, keys().unwrap());
    }
}
