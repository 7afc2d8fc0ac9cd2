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
    ("/mydata", "meinedaten"),
    (
        "See what I keep about you here, get a copy or erase it",
        "Sehen, was ich hier über dich aufbewahre, eine Kopie bekommen oder es löschen",
    ),
    (
        "This server wants to be asked: its admins can erase what I keep about you.",
        "Dieser Server möchte gefragt werden: Seine Admins können löschen, was ich über dich aufbewahre.",
    ),
    ("What can be erased", "Was gelöscht werden kann"),
    ("What stays, and why", "Was bleibt und warum"),
    ("Sign in and get a copy", "Anmelden und Kopie holen"),
    ("Erase it", "Löschen"),
    ("This is what I keep about you in this server.", "Das bewahre ich auf diesem Server über dich auf."),
    (
        "This is what I keep about you in this server. To have it erased, ask its admins.",
        "Das bewahre ich auf diesem Server über dich auf. Willst du es löschen lassen, frag seine Admins.",
    ),
    ("Erase it for good", "Endgültig löschen"),
    (
        "Everything that can be erased goes, your messages in my search among it, and can't be brought back. Messages on Discord itself stay: delete those there. Do you mean it?",
        "Alles, was gelöscht werden kann, verschwindet, auch deine Nachrichten aus meiner Suche, und kommt nicht wieder. Nachrichten auf Discord selbst bleiben: Lösch sie dort. Willst du das wirklich?",
    ),
    (
        "I have begun to erase what I keep about you here. With very many messages it takes some minutes. As long as you are a member, Discord tells me your name and roles anew.",
        "Ich habe begonnen zu löschen, was ich hier über dich aufbewahre. Bei sehr vielen Nachrichten dauert es einige Minuten. Solange du Mitglied bist, nennt mir Discord deinen Namen und deine Rollen neu.",
    ),
];
