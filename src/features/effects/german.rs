//! What is said of effects, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[(
    "See what I did on Discord, what waits to be done and what failed; retry or cancel it",
    "Sehen, was ich auf Discord getan habe, was noch wartet und was nicht ging; es wiederholen oder abbrechen",
)];
