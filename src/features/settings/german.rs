//! What settings say, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    // The feature and its group.
    (
        "See, change and take back what I do in this server",
        "Ansehen, ändern und zurücknehmen, was ich auf diesem Server tue",
    ),
    ("/settings", "einstellungen"),
    // Options of several commands.
    ("feature:", "funktion"),
    ("Whose settings", "Wessen Einstellungen"),
    ("reason:", "grund"),
    ("Why: kept with the version", "Warum: steht dann bei der Version"),
    (
        "That reason is too long: keep it within 300 characters.",
        "Dieser Grund ist zu lang: Bleib bei höchstens 300 Zeichen.",
    ),
    // /settings history
    ("/history", "verlauf"),
    ("See who changed which setting, when and why", "Sehen, wer wann welche Einstellung geändert hat und warum"),
    // /settings rollback
    ("/rollback", "wiederherstellen"),
    ("Bring an older version of the settings back", "Eine ältere Version der Einstellungen wiederherstellen"),
    ("Which version; 0 is the defaults", "Welche Version; 0 ist der Stand ganz am Anfang"),
    ("Version {to} is back, as version {number}.", "Version {to} ist wiederhergestellt, als Version {number}."),
    ("That is set already, so nothing was changed.", "Das ist schon so: Es wurde nichts geändert."),
    // /settings set
    ("/set", "setzen"),
    (
        "Change a setting; name it alone to get a picker",
        "Eine Einstellung ändern; nenn nur sie, um eine Auswahl zu bekommen",
    ),
    ("setting:", "einstellung"),
    ("Which setting", "Welche"),
    ("value:", "wert"),
    ("The new value", "Was gelten soll"),
    ("channel:", "kanal"),
    ("The channel, for a setting that is one", "Der Kanal, wenn die Einstellung einer ist"),
    ("role:", "rolle"),
    ("The role, for a setting that is one", "Die Rolle, wenn die Einstellung eine ist"),
    (
        "Pick it with the option “channel” or “role” instead of writing it.",
        "Wähl es mit der Angabe „kanal“ oder „rolle“ aus, statt es zu schreiben.",
    ),
    // /settings show
    ("/show", "anzeigen"),
    ("See the settings of a feature", "Die Einstellungen einer Funktion ansehen"),
    // Finding a setting, and the pickers.
    ("That is not in this server. Pick one from the list.", "Das ist nicht auf diesem Server. Wähl aus der Liste aus."),
    ("Choose a feature that has settings: {names}.", "Wähl eine Funktion, die Einstellungen hat: {names}."),
    (
        "There is no setting “{path}”. Pick one from the suggestions.",
        "Eine Einstellung „{path}“ gibt es nicht. Wähl eine aus den Vorschlägen.",
    ),
    // Versions.
    ("Nobody has changed these settings yet.", "Diese Einstellungen hat noch niemand geändert."),
    ("Older", "Ältere"),
    ("**Version {number}** by {author} {when}", "**Version {number}** von {author} {when}"),
    (", version {restored} brought back", ", Version {restored} wiederhergestellt"),
    // A feature's settings, and one of them.
    ("Change a setting", "Eine Einstellung ändern"),
    ("Now", "Jetzt"),
    ("If nobody sets it", "Standard"),
    ("Write…", "Schreiben…"),
    ("Back to the default", "Auf den Standard zurücksetzen"),
    ("on", "an"),
    ("off", "aus"),
    ("Choose a channel", "Wähl einen Kanal"),
    ("Choose channels", "Wähl Kanäle"),
    ("Choose a role", "Wähl eine Rolle"),
    ("Choose roles", "Wähl Rollen"),
    ("Version {number}", "Version {number}"),
    (
        "{author} has changed this meanwhile (version {number}): it is {value} now. Yours was not saved. Look at it, and choose again if you still want to.",
        "{author} hat das inzwischen geändert (Version {number}): Jetzt gilt {value}. Deine Angabe wurde nicht gespeichert. Sieh es dir an und wähl noch einmal, wenn du es weiterhin willst.",
    ),
    ("Yours: {value}", "Deine Angabe: {value}"),
    ("This is what you wrote:", "Das hast du geschrieben:"),
    ("One per line, such as {example}", "Je Zeile eine Angabe, zum Beispiel {example}"),
    ("Such as 12h, 7d or 4w; empty for none", "Zum Beispiel 12h, 7d oder 4w; leer für keine"),
    ("Why", "Warum"),
    ("Kept with the version", "Steht dann bei der Version"),
    ("Saved as version {number}.", "Gespeichert als Version {number}."),
];
