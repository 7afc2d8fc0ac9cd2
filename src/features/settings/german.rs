//! What settings say, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[];
