//! What the platform itself says, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    // Refusals before a handler runs.
    (
        "This works in a server only, not in direct messages.",
        "Das geht nur auf einem Server, nicht in Direktnachrichten.",
    ),
    (
        "Discord did not say who you are, so I can't do this. Please try again.",
        "Discord hat nicht gesagt, wer du bist, darum kann ich das nicht tun. Versuch es bitte noch einmal.",
    ),
    ("You need the permission {names} for this.", "Dafür brauchst du die Berechtigung {names}."),
    (
        "You need the permission {names} in {channel} for this.",
        "Dafür brauchst du in {channel} die Berechtigung {names}.",
    ),
    (
        "You may not use this here: {reason}. Whoever manages the server can change that with /permissions.",
        "Das darfst du hier nicht benutzen: {reason}. Wer den Server verwaltet, kann das mit /berechtigungen ändern.",
    ),
    (
        "You may not use this in {channel}: {reason}. Whoever manages the server can change that with /permissions.",
        "Das darfst du in {channel} nicht benutzen: {reason}. Wer den Server verwaltet, kann das mit /berechtigungen ändern.",
    ),
    (
        "I need the permission {names} for this. Give it to my role in the server's settings.",
        "Dafür brauche ich die Berechtigung {names}. Gib sie meiner Rolle in den Servereinstellungen.",
    ),
    (
        "I don't know this command any more. Reload Discord to see my current commands.",
        "Diesen Befehl kenne ich nicht mehr. Lade Discord neu, um meine jetzigen Befehle zu sehen.",
    ),
    (
        "This button or form is from an older version of me. Run the command again to get a fresh one.",
        "Dieser Knopf oder dieses Formular stammt von einer älteren Version von mir. Ruf den Befehl noch einmal auf.",
    ),
    (
        "Somebody has changed this since you saw it. Look at it again.",
        "Jemand hat das geändert, seit du es gesehen hast. Sieh es dir noch einmal an.",
    ),
    // When something went wrong.
    (
        "I gave up on this after 25 seconds. It may or may not have taken effect: check before you try again.",
        "Ich habe nach 25 Sekunden aufgegeben. Vielleicht hat es gewirkt, vielleicht nicht: Sieh nach, bevor du es noch einmal versuchst.",
    ),
    (
        "Something went wrong on my side. Please try again.",
        "Bei mir ist etwas schiefgegangen. Versuch es bitte noch einmal.",
    ),
    (
        "This took me too long. Please try again in a moment.",
        "Das hat bei mir zu lange gedauert. Versuch es bitte gleich noch einmal.",
    ),
    (
        "This took me too long, and Discord no longer lets me open the form. Please try again.",
        "Das hat bei mir zu lange gedauert, und Discord lässt mich das Formular nicht mehr öffnen. Versuch es bitte noch einmal.",
    ),
    (
        "I was interrupted before I could finish this. It may or may not have taken effect: check before you try again.",
        "Ich wurde unterbrochen, bevor ich fertig war. Vielleicht hat es gewirkt, vielleicht nicht: Sieh nach, bevor du es noch einmal versuchst.",
    ),
    (
        "I am not set up in this server yet. Ask its owner to finish adding me.",
        "Auf diesem Server bin ich noch nicht eingerichtet. Bitte den Besitzer, mich fertig hinzuzufügen.",
    ),
    (
        "I have no token here, so I can't act. Ask the bot's owner to add it again.",
        "Mir fehlt hier das Token, darum kann ich nicht handeln. Bitte den Besitzer des Bots, es neu einzutragen.",
    ),
    (
        "I have already handled this, so I changed nothing the second time.",
        "Das habe ich schon erledigt, darum habe ich beim zweiten Mal nichts geändert.",
    ),
    (
        "I can't reach my database right now, so nothing was changed. Please try again in a minute (ref {reference}).",
        "Ich erreiche meine Datenbank gerade nicht, darum wurde nichts geändert. Versuch es bitte in einer Minute noch einmal (Ref. {reference}).",
    ),
    (
        "I lost the connection to my database before it confirmed, so I can't tell whether this was saved. Check before you try again (ref {reference}).",
        "Ich habe meine Datenbank verloren, bevor sie bestätigt hat, darum weiß ich nicht, ob das gespeichert wurde. Sieh nach, bevor du es noch einmal versuchst (Ref. {reference}).",
    ),
    (
        "Discord is limiting my requests right now. Please try again in a minute (ref {reference}).",
        "Discord begrenzt gerade meine Anfragen. Versuch es bitte in einer Minute noch einmal (Ref. {reference}).",
    ),
    (
        "Discord is not answering me right now. Please try again in a minute (ref {reference}).",
        "Discord antwortet mir gerade nicht. Versuch es bitte in einer Minute noch einmal (Ref. {reference}).",
    ),
    (
        "Something went wrong on my side. If it happens again, tell the staff (ref {reference}).",
        "Bei mir ist etwas schiefgegangen. Wenn es noch einmal passiert, sag dem Team Bescheid (Ref. {reference}).",
    ),
    // Grants, and why somebody may use something or not.
    ("everyone", "alle"),
    ("everything of {feature}", "alles von {feature}"),
    ("{subject} was granted {what} by {author} on {date}", "{author} hat {what} am {date} für {subject} freigegeben"),
    (
        "{subject} was granted {what} in {channel} by {author} on {date}",
        "{author} hat {what} in {channel} am {date} für {subject} freigegeben",
    ),
    ("{subject} was denied {what} by {author} on {date}", "{author} hat {what} am {date} für {subject} gesperrt"),
    (
        "{subject} was denied {what} in {channel} by {author} on {date}",
        "{author} hat {what} in {channel} am {date} für {subject} gesperrt",
    ),
    (
        "whoever owns or administers the server may use everything",
        "wem der Server gehört oder wer ihn administriert, darf alles benutzen",
    ),
    (
        "it takes no permission, and no grant is about it",
        "es braucht keine Berechtigung, und keine Freigabe oder Sperre betrifft es",
    ),
    (
        "the permission {names} is enough, and no grant is about it",
        "die Berechtigung {names} genügt, und keine Freigabe oder Sperre betrifft es",
    ),
    (
        "the permission {names} is missing, and nothing grants it",
        "die Berechtigung {names} fehlt, und nichts gibt es frei",
    ),
    // Durations.
    (
        "I can't read “{text}” as a duration. Write it like 30m, 12h, 7d or 2w.",
        "„{text}“ kann ich nicht als Dauer lesen. Schreib sie so: 30m, 12h, 7d oder 2w.",
    ),
    ("That is too short: it takes at least {least}.", "Das ist zu kurz: Es müssen mindestens {least} sein."),
    ("That is too long: it may be at most {most}.", "Das ist zu lang: Es dürfen höchstens {most} sein."),
    // Settings.
    ("There is no version {number}.", "Eine Version {number} gibt es nicht."),
    (
        "Others are saving these settings right now. Please try again in a moment.",
        "Gerade speichern andere diese Einstellungen. Versuch es bitte gleich noch einmal.",
    ),
    ("Write “on” or “off”.", "Schreib „an“ oder „aus“."),
    ("Write a whole number, such as 5.", "Schreib eine ganze Zahl, zum Beispiel 5."),
    ("Write a whole number from {least} to {most}.", "Schreib eine ganze Zahl von {least} bis {most}."),
    ("Choose one of: {choices}.", "Wähl eins davon: {choices}."),
    ("That is no channel. Pick one from the list.", "Das ist kein Kanal. Wähl einen aus der Liste."),
    ("That is no role. Pick one from the list.", "Das ist keine Rolle. Wähl eine aus der Liste."),
    ("Write a list, one entry per line.", "Schreib eine Liste, je Zeile einen Eintrag."),
    ("Those are too many: there may be at most {most}.", "Das sind zu viele: Es dürfen höchstens {most} sein."),
    ("Write 1 to {longest} characters.", "Schreib 1 bis {longest} Zeichen."),
    ("I don't know {unknown}. I replace only {known}.", "{unknown} kenne ich nicht. Was ich ersetze, ist: {known}."),
    ("{named} and {rest} more", "{named} und {rest} weitere"),
    ("nothing", "nichts"),
    ("on", "an"),
    ("off", "aus"),
    // Channels of the settings that can't be written in.
    ("The channel of {setting} is out of my reach", "Der Kanal von {setting} ist außerhalb meiner Reichweite"),
    ("I can't write in the channel of {setting}", "Im Kanal von {setting} kann ich nicht schreiben"),
    (
        "In the settings of <#{channel}>, Permissions, allow my role: {names}.",
        "Erlaube meiner Rolle in den Einstellungen von <#{channel}>, Berechtigungen: {names}.",
    ),
    (
        "Let me see <#{channel}>, or choose another with /settings set setting:{setting}.",
        "Lass mich <#{channel}> sehen oder wähl einen anderen mit /einstellungen setzen einstellung:{setting}.",
    ),
    // Permissions, as Discord's settings call them.
    ("no permission", "keine Berechtigung"),
    ("{rest} and {last}", "{rest} und {last}"),
    ("Ban Members", "Mitglieder bannen"),
    ("Embed Links", "Links einbetten"),
    ("Kick Members", "Mitglieder kicken"),
    ("Manage Channels", "Kanäle verwalten"),
    ("Manage Server", "Server verwalten"),
    ("Manage Messages", "Nachrichten verwalten"),
    ("Manage Nicknames", "Nicknames verwalten"),
    ("Manage Roles", "Rollen verwalten"),
    ("Manage Threads", "Threads verwalten"),
    ("Timeout Members", "Mitglieder im Timeout"),
    ("Read Message History", "Nachrichtenverlauf anzeigen"),
    ("Send Messages", "Nachrichten senden"),
    ("View Audit Log", "Audit-Log einsehen"),
    ("View Channels", "Kanäle ansehen"),
    (
        "Discord no longer tells me about you. Sign in again.",
        "Discord erzählt mir nichts mehr über dich. Melde dich neu an.",
    ),
];
