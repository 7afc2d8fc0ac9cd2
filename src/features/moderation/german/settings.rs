//! What moderation says of its settings and of the health of its log, in German.

/// English and German.
pub const SETTINGS: &[(&str, &str)] = &[
    // The fields.
    ("The channel where every case is posted", "Der Kanal, in dem jeder Fall erscheint"),
    ("The language of the log and of direct messages", "Die Sprache des Logs und der Direktnachrichten"),
    ("English", "Englisch"),
    ("German", "Deutsch"),
    ("Whether every act needs a reason", "Ob jede Maßnahme einen Grund braucht"),
    (
        "Whether members are told in a direct message what was done and why",
        "Ob Mitglieder per Direktnachricht erfahren, was geschehen ist und warum",
    ),
    ("What a warned member is told", "Was ein verwarntes Mitglied erfährt"),
    ("What a member in timeout is told", "Was ein Mitglied im Timeout erfährt"),
    ("What a kicked member is told", "Was ein gekicktes Mitglied erfährt"),
    ("What a banned member is told", "Was ein gebanntes Mitglied erfährt"),
    ("What happens by itself at so many warnings", "Was bei so vielen Verwarnungen von selbst geschieht"),
    ("After how long a warning no longer counts", "Nach welcher Zeit eine Verwarnung nicht mehr zählt"),
    (
        "Whether a case keeps what its member had written, as it was then",
        "Ob ein Fall aufbewahrt, was sein Mitglied geschrieben hatte, so wie es da war",
    ),
    (
        "How long it is kept; as long as the case unless you say less",
        "Wie lange das aufbewahrt wird; so lange wie der Fall, wenn du nicht weniger sagst",
    ),
    (
        "I can't read “{line}”. Write a number of warnings and what follows, such as “3: timeout 1h”, “5: kick” or “7: ban 30d”.",
        "„{line}“ kann ich nicht lesen. Schreib eine Anzahl von Verwarnungen und was darauf folgt, zum Beispiel „3: timeout 1h“, „5: kick“ oder „7: ban 30d“.",
    ),
    // The health of the log.
    ("There is no moderation log", "Es gibt kein Moderationslog"),
    (
        "Choose its channel with /settings set setting:moderation.log_channel.",
        "Wähl den Kanal dafür mit /einstellungen setzen einstellung:moderation.log_channel.",
    ),
    ("I can't write the moderation log", "Ich kann das Moderationslog nicht schreiben"),
    ("The channel of the moderation log is out of my reach", "An den Kanal des Moderationslogs komme ich nicht heran"),
];
