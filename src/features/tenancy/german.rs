//! What is said of tenants, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[(
    "Make a tenant, claim servers, invite people and see who changed what",
    "Einen Mandanten anlegen, Server übernehmen, Leute einladen und sehen, wer was geändert hat",
)];
