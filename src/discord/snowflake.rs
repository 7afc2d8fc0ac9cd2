//! The time that an id carries. Source: Discord docs, "Reference", Snowflakes.

use jiff::Timestamp;

/// The first second of 2015, in milliseconds since 1970.
const EPOCH: i64 = 1_420_070_400_000;

/// When the thing of this id was made.
pub fn made_at(id: u64) -> Timestamp {
    Timestamp::from_millisecond((id >> 22).cast_signed().saturating_add(EPOCH)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snowflake_tells_when_it_was_made() {
        // The example of Discord's reference.
        assert_eq!(made_at(175_928_847_299_117_063).as_millisecond(), 1_462_015_105_796);
    }
}
