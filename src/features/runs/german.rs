//! What is said of command runs, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[(
    "See which commands were run, by whom and how it went",
    "Sehen, wer welche Befehle benutzt hat und wie es ausging",
)];
