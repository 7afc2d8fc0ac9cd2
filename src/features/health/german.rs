//! What health says, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    (
        "See what keeps me from doing my work here, and how to mend it",
        "Sehen, was mich hier an meiner Arbeit hindert und was hilft",
    ),
    ("/health", "zustand"),
    ("All is well: I can do all of my work here.", "Alles in Ordnung: Ich kann hier meine ganze Arbeit tun."),
    ("I can work. Worth a look: {count}.", "Ich kann arbeiten. Einen Blick wert: {count}."),
    ("To be mended: {count}.", "Zu beheben: {count}."),
    ("My health in this server", "Mein Zustand auf diesem Server"),
    ("**What to do:** {fix}", "**Was hilft:** {fix}"),
    ("I lack the permission {name}", "Mir fehlt die Berechtigung {name}"),
    (
        "Server settings, Roles, my role: switch {name} on. Until then these don't work: {commands}.",
        "Servereinstellungen, Rollen, meine Rolle: {name} einschalten. Bis dahin gehen nicht: {commands}.",
    ),
    ("Some roles stand above mine", "Manche Rollen stehen über meiner"),
    (
        "I can't act on whoever has {roles}. If I should, drag my role above theirs in the server's settings.",
        "Bei Mitgliedern mit {roles} kann ich nichts tun. Wenn ich das soll, zieh meine Rolle in den Servereinstellungen darüber.",
    ),
    (
        "Failed for good in the last seven days: {count}",
        "In den letzten sieben Tagen endgültig fehlgeschlagen: {count}",
    ),
    (
        "The latest error: {error}. Fix that, then do those acts again.",
        "Zuletzt hieß es: {error}. Behebe das und führe die Maßnahmen dann erneut durch.",
    ),
];
