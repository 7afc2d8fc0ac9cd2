//! What is said of privacy, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    (
        "See what I keep about you, get a copy or have it erased",
        "Sehen, was ich über dich aufbewahre, eine Kopie bekommen oder es löschen lassen",
    ),
    (
        "Whether members may erase by themselves what is kept about them, or have to ask you",
        "Ob Mitglieder selbst löschen dürfen, was über sie aufbewahrt wird, oder euch fragen müssen",
    ),
];
