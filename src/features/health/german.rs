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
    // The connection to Discord.
    ("Last heard from Discord: {ago}.", "Zuletzt von Discord gehört: {ago}."),
    ("I hear nothing of what happens on Discord", "Ich höre nichts von dem, was auf Discord geschieht"),
    (
        "{problem} Whoever runs me has to mend that in Discord's developer portal and in my configuration. Until then I hear nothing: no act by hand becomes a case, and no new message is found.",
        "{problem} Wer mich betreibt, muss das in Discords Developer Portal und in meiner Konfiguration beheben. Bis dahin höre ich nichts: Was von Hand getan wird, wird kein Fall, und neue Nachrichten werden nicht gefunden.",
    ),
    (
        "The last I heard was {ago}. Whoever runs me should see whether my relay runs and reaches Discord. What happens meanwhile is caught up with if it does not last too long.",
        "Zuletzt gehört habe ich {ago} etwas. Wer mich betreibt, sollte nachsehen, ob mein Relay läuft und Discord erreicht. Was inzwischen geschieht, wird nachgeholt, wenn es nicht zu lange dauert.",
    ),
    ("Discord does not let me have the {name}", "Discord gewährt mir den {name} nicht"),
    (
        "Whoever runs me can switch it on in Discord's developer portal, under Bot; within an hour I notice. Until then: {without}",
        "Wer mich betreibt, kann ihn in Discords Developer Portal unter „Bot“ einschalten; ich merke es binnen einer Stunde. Bis dahin gilt: {without}",
    ),
    ("I may have missed something in the last day", "Am letzten Tag ist mir vielleicht etwas entgangen"),
    (
        "Between {began} and {ended} I was cut off from Discord. If something from then is missing here, look for it in Discord itself.",
        "Zwischen {began} und {ended} war ich von Discord abgeschnitten. Wenn hier etwas von damals fehlt, sieh in Discord selbst nach.",
    ),
    (
        "Before {ended} I was cut off from Discord. If something from then is missing here, look for it in Discord itself.",
        "Vor {ended} war ich von Discord abgeschnitten. Wenn hier etwas von damals fehlt, sieh in Discord selbst nach.",
    ),
    ("Told by Discord and not dealt with: {count}", "Von Discord gemeldet und nicht bearbeitet: {count}"),
    (
        "The latest, {event}, failed with: {error}. What it was about is to be done by hand; whoever runs me finds it in my log.",
        "Zuletzt scheiterte {event}: {error}. Worum es ging, muss von Hand getan werden; wer mich betreibt, findet es in meinem Log.",
    ),
];
