//! What Discord shows of moderation while a command is typed or picked, in German.

/// English and German.
pub const COMMANDS: &[(&str, &str)] = &[
    // The feature and its group.
    (
        "Ban, kick, time out and warn members, with a numbered case for each",
        "Mitglieder bannen, kicken, in den Timeout schicken und verwarnen, jeweils mit nummeriertem Fall",
    ),
    ("/case", "fall"),
    ("Look at cases or change them", "Fälle ansehen oder ändern"),
    // Options of several commands.
    ("user:", "nutzer"),
    ("duration:", "dauer"),
    ("reason:", "grund"),
    ("Why: kept in the case and in the audit log", "Warum: steht dann im Fall und im Audit-Log"),
    ("on_behalf_of:", "im_namen_von"),
    (
        "In whose name, if not in yours; needs Manage Server",
        "In wessen Namen, wenn nicht in deinem; braucht „Server verwalten“",
    ),
    // /ban
    ("Ban someone, for good or for a time", "Jemanden bannen, für immer oder auf Zeit"),
    (
        "Whom to ban; an id works for people who are not here",
        "Wer gebannt wird; bei Leuten, die nicht hier sind, geht auch die ID",
    ),
    (
        "How long: 30m, 12h, 7d, 2w. Leave out to ban for good",
        "Wie lange: 30m, 12h, 7d, 2w. Lass es weg, um für immer zu bannen",
    ),
    (
        "Ban and lift the ban at once, to remove them with their messages",
        "Bannen und den Bann gleich wieder aufheben, um die Person samt Nachrichten zu entfernen",
    ),
    ("delete_messages:", "nachrichten"),
    ("Which of their messages to delete", "Welche Nachrichten der Person gelöscht werden"),
    ("Nothing", "Nichts"),
    ("The last hour", "Letzte Stunde"),
    ("The last 6 hours", "Letzte 6 Stunden"),
    ("The last 12 hours", "Letzte 12 Stunden"),
    ("The last day", "Letzter Tag"),
    ("The last 3 days", "Letzte 3 Tage"),
    ("The last 7 days", "Letzte 7 Tage"),
    // /case delete
    ("/delete", "entfernen"),
    (
        "Delete what a case says, for good; its number stays",
        "Den Inhalt eines Falls für immer löschen; die Nummer bleibt",
    ),
    // /case hide
    ("/hide", "ausblenden"),
    ("Leave a case out of lists, or show it there again", "Einen Fall in Listen ausblenden oder wieder einblenden"),
    ("hidden:", "ausgeblendet"),
    ("Whether lists leave it out; yes if you don't say", "Ob Listen den Fall auslassen; ohne Angabe ja"),
    // /case list
    ("/list", "liste"),
    ("List cases by member, moderator, kind or time", "Fälle nach Mitglied, Moderator, Art oder Zeit auflisten"),
    ("member:", "mitglied"),
    ("Cases about this person", "Fälle über diese Person"),
    ("Cases by this person", "Fälle von dieser Person"),
    ("kind:", "art"),
    ("Cases of this kind", "Fälle dieser Art"),
    ("within:", "zeitraum"),
    ("How far back: 7d, 4w or 1y", "Fälle der letzten 7d, 4w, 1y"),
    ("Whether to show hidden cases as well", "Ob auch ausgeblendete Fälle gezeigt werden"),
    // /case note
    ("/note", "notiz"),
    ("Add a note to a case, for moderators only", "Einem Fall eine Notiz hinzufügen, nur für Moderatoren"),
    ("What to remember", "Was festgehalten werden soll"),
    // /case reason
    ("/reason", "grund"),
    ("Change the reason of a case", "Den Grund eines Falls ändern"),
    ("The new reason", "Der neue Grund"),
    // /case show
    ("/show", "anzeigen"),
    ("Look at a case", "Einen Fall ansehen"),
    ("number:", "nummer"),
    ("The number of the case", "Die Nummer des Falls"),
    // /kick
    ("Remove someone, who may come back", "Jemanden kicken; die Person darf wiederkommen"),
    ("Whom to remove", "Wer gekickt wird"),
    // /massban
    ("/massban", "massenbann"),
    ("Ban up to 200 people at once", "Bis zu 200 Personen auf einmal bannen"),
    ("users:", "nutzer"),
    ("Their ids or mentions, up to 200", "IDs oder Erwähnungen, bis zu 200"),
    // The menus.
    ("Moderation card", "Moderationskarte"),
    ("Delete and warn", "Löschen und verwarnen"),
    // /note
    ("Write something down about someone, for moderators only", "Etwas über jemanden notieren, nur für Moderatoren"),
    (
        "About whom; an id works for people who are not here",
        "Über wen; bei Leuten, die nicht hier sind, geht auch die ID",
    ),
    // /timeout
    ("Put someone in timeout", "Jemanden für eine Weile in den Timeout schicken"),
    ("Whom to silence", "Wer in den Timeout kommt"),
    ("How long: 10m, 12h, 7d; over 28 days works too", "Wie lange: 10m, 12h, 7d; auch mehr als 28 Tage"),
    // /unban
    ("/unban", "entbannen"),
    ("Lift someone's ban", "Den Bann einer Person aufheben"),
    ("Whose ban to lift; paste their id", "Wessen Bann aufgehoben wird; füge die ID ein"),
    // /untimeout
    ("/untimeout", "timeout-aufheben"),
    ("End someone's timeout", "Den Timeout einer Person aufheben"),
    ("Who may write again", "Wer wieder schreiben darf"),
    // /warn
    ("/warn", "verwarnen"),
    ("Warn someone, on the record", "Jemanden verwarnen und das als Fall festhalten"),
    ("Whom to warn", "Wer verwarnt wird"),
    ("For what: everyone reads it here", "Wofür: Hier lesen es alle"),
];
