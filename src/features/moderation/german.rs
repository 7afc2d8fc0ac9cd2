//! What moderation says, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[];
