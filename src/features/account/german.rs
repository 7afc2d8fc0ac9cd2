//! What is said of one's own account, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[(
    "Sign in to the dashboard and see where you are signed in",
    "Auf der Website anmelden und sehen, wo man angemeldet ist",
)];
