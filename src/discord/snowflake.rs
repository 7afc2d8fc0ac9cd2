//! The time that an id carries. Source: Discord docs, "Reference", Snowflakes.

use jiff::Timestamp;

/// The first second of 2015, in milliseconds since 1970.
const EPOCH: i64 = 1_420_070_400_000;

/// When the thing of this id was made.
pub fn made_at(id: u64) -> Timestamp {
    Timestamp::from_millisecond((id >> 22).cast_signed().saturating_add(EPOCH)).unwrap_or_default()
}

/// The lowest id that a thing made at this moment can have. Zero: before there was Discord.
pub fn first_of(moment: Timestamp) -> u64 {
    // 41 bits of milliseconds last until 2084 and keep an id within a bigint.
    moment.as_millisecond().saturating_sub(EPOCH).clamp(0, (1 << 41) - 1).cast_unsigned() << 22
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snowflake_tells_when_it_was_made() {
        // The example of Discord's reference.
        assert_eq!(made_at(175_928_847_299_117_063).as_millisecond(), 1_462_015_105_796);
    }

    #[test]
    fn the_first_id_of_a_moment_carries_it_and_stays_a_bigint() {
        let id = 175_928_847_299_117_063;
        let first = first_of(made_at(id));
        assert_eq!((made_at(first), first <= id, first_of(Timestamp::MIN)), (made_at(id), true, 0));
        assert!(i64::try_from(first_of(Timestamp::MAX)).is_ok());
    }
}
