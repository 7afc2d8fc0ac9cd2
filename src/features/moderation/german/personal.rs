//! What moderation says of the data that it keeps, in German.

/// English and German.
pub const PERSONAL: &[(&str, &str)] = &[
    (
        "What moderators of this server did about you, and why.",
        "Was Moderatoren dieses Servers deinetwegen getan haben und warum.",
    ),
    (
        "A server needs its record of bans and warnings to stay safe. Its moderators can delete each.",
        "Ein Server braucht seine Liste von Banns und Verwarnungen, um sicher zu bleiben. Seine Moderatoren können jeden Eintrag löschen.",
    ),
    ("What you did as a moderator of this server.", "Was du als Moderator dieses Servers getan hast."),
    ("It is the server's record of what its moderators did.", "So weiß der Server, was seine Moderatoren getan haben."),
    ("The notes that you wrote on cases.", "Die Notizen, die du zu Fällen geschrieben hast."),
    ("Messages of yours that were kept with a case.", "Nachrichten von dir, die mit einem Fall aufbewahrt wurden."),
    (
        "Of a case about you it is the evidence, which goes when the server's time for evidence is over, or with its case.",
        "Zu einem Fall über dich sind sie der Beleg. Er verschwindet, wenn die Frist des Servers für Belege vorbei ist oder der Fall gelöscht wird.",
    ),
    (
        "That you deleted a message that was kept with a case.",
        "Dass du eine Nachricht gelöscht hast, die mit einem Fall aufbewahrt wurde.",
    ),
    ("Which channels you locked.", "Welche Kanäle du gesperrt hast."),
    ("It is kept until the channel is unlocked.", "Das wird aufbewahrt, bis der Kanal entsperrt ist."),
];
