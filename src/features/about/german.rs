//! What is said of the bot itself, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    ("See whether the bot is awake and what it can do", "Sehen, ob der Bot wach ist und was er kann"),
    ("See whether I am awake", "Sehen, ob ich wach bin"),
    ("I am here, {name}.", "Ich bin da, {name}."),
    ("/help", "hilfe"),
    ("See what I can do for you", "Sehen, was ich für dich tun kann"),
    ("command:", "befehl"),
    ("Which command to explain", "Welcher Befehl erklärt werden soll"),
    (
        "You have no command /{name} here. Pick one from the suggestions.",
        "Einen Befehl /{name} hast du hier nicht. Wähl einen aus den Vorschlägen.",
    ),
    ("What I can do for you", "Was ich für dich tun kann"),
    (
        "These are the commands that you may use here. /help command: explains one.",
        "Das sind die Befehle, die du hier benutzen darfst. /hilfe befehl: erklärt einen.",
    ),
    ("In the menu of a member, under Apps.", "Im Menü eines Mitglieds, unter Apps."),
    ("In the menu of a message, under Apps.", "Im Menü einer Nachricht, unter Apps."),
    ("Options", "Angaben"),
    ("Needs the permission", "Braucht die Berechtigung"),
    ("I need the permission", "Ich brauche die Berechtigung"),
    (" (required)", " (nötig)"),
];
