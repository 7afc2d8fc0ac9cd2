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
    // What is kept about people.
    ("It is the server's record of who decided what.", "So weiß der Server, wer was entschieden hat."),
    ("Which of my commands you used, and when.", "Welche meiner Befehle du benutzt hast und wann."),
    ("Which commands you were given or denied.", "Welche Befehle dir gegeben oder verwehrt wurden."),
    ("To whom you gave or denied commands.", "Wem du Befehle gegeben oder verwehrt hast."),
    (
        "Which settings you changed, with the reason that you gave.",
        "Welche Einstellungen du geändert hast, mit deiner Begründung.",
    ),
    ("What you changed here, in the audit log.", "Was du hier geändert hast, im Änderungsprotokoll."),
    ("What I did on Discord because you asked for it.", "Was ich auf Discord getan habe, weil du es wolltest."),
    ("What I did on Discord about you.", "Was ich deinetwegen auf Discord getan habe."),
    (
        "It belongs to the server's record of bans and warnings.",
        "Es gehört zur Liste der Banns und Verwarnungen des Servers.",
    ),
    ("That the server is yours.", "Dass der Server dir gehört."),
    (
        "Discord says whose a server is, for as long as it is so.",
        "Wem ein Server gehört, sagt Discord, solange es so ist.",
    ),
    ("Whom you invited.", "Wen du eingeladen hast."),
    ("Which invitations you made and accepted.", "Welche Einladungen du gemacht und angenommen hast."),
    ("When you let support in.", "Wann du den Support hereingelassen hast."),
    ("That you run the platform.", "Dass du die Plattform betreibst."),
    (
        "Whoever administers the database says who runs the platform.",
        "Wer die Datenbank verwaltet, sagt, wer die Plattform betreibt.",
    ),
    // Pages for people: the first one, and of whoever could not sign in.
    ("Operations for Discord servers", "Betrieb von Discord-Servern"),
    ("Sign in with Discord", "Mit Discord anmelden"),
    ("How it is going", "Wie es läuft"),
    ("The JSON API", "Die JSON-API"),
    ("You are not signed in", "Du bist nicht angemeldet"),
    ("Reference: {id}", "Referenz: {id}"),
    ("Signing in is not set up here.", "Anmelden ist hier nicht eingerichtet."),
    (
        "This sign-in was begun in another browser or more than ten minutes ago. Begin again.",
        "Diese Anmeldung wurde in einem anderen Browser oder vor mehr als zehn Minuten begonnen. Fang noch einmal an.",
    ),
    (
        "Discord says that you or it did not agree. Begin again if that was a mistake.",
        "Discord sagt, dass du oder es nicht zugestimmt hat. War das ein Versehen, fang noch einmal an.",
    ),
    (
        "Discord is not answering right now. Try again in a minute.",
        "Discord antwortet gerade nicht. Versuch es in einer Minute noch einmal.",
    ),
    // /status, as people see it.
    (
        "Nobody can tell while the database does not answer.",
        "Das lässt sich nicht sagen, solange die Datenbank nicht antwortet.",
    ),
    (
        "Commands that need the database are answered with an apology.",
        "Befehle, die die Datenbank brauchen, werden mit einer Entschuldigung beantwortet.",
    ),
    (
        "The database does not answer. Nothing that was confirmed is lost.",
        "Die Datenbank antwortet nicht. Nichts, was bestätigt wurde, ist verloren.",
    ),
    ("Most commands end in an apology.", "Die meisten Befehle enden mit einer Entschuldigung."),
    (
        "Some commands end in an apology or are answered late.",
        "Manche Befehle enden mit einer Entschuldigung oder werden spät beantwortet.",
    ),
    ("Commands, buttons and forms are answered.", "Befehle, Knöpfe und Formulare werden beantwortet."),
    ("No bot wants to hear what happens by itself.", "Kein Bot will hören, was von selbst geschieht."),
    (
        "No bot hears what happens by itself. It is looked for once one does again.",
        "Kein Bot hört, was von selbst geschieht. Es wird nachgesehen, sobald einer wieder hört.",
    ),
    (
        "Some bots do not hear what happens. It is looked for once they do again.",
        "Manche Bots hören nicht, was geschieht. Es wird nachgesehen, sobald sie wieder hören.",
    ),
    ("What happens is heard, and acted upon late.", "Was geschieht, wird gehört, aber erst spät bearbeitet."),
    ("What happens on Discord is heard.", "Was auf Discord geschieht, wird gehört."),
    (
        "Discord takes no calls. What was decided waits and is tried again.",
        "Discord nimmt nichts an. Was entschieden wurde, wartet und wird wiederholt.",
    ),
    (
        "Some of what was decided waits and is tried again.",
        "Manches, was entschieden wurde, wartet und wird wiederholt.",
    ),
    ("What is decided is done on Discord at once.", "Was entschieden wird, geschieht auf Discord sofort."),
    ("The database answers slowly.", "Die Datenbank antwortet langsam."),
    ("The database answers.", "Die Datenbank antwortet."),
    ("All is well", "Alles in Ordnung"),
    ("Some things are slow or wait", "Manches ist langsam oder wartet"),
    ("Something is down", "Etwas ist ausgefallen"),
    ("As of {moment}, in UTC.", "Stand {moment}, in UTC."),
    ("Used in the last five minutes", "In den letzten fünf Minuten benutzt"),
    ("Ended in an apology", "Mit einer Entschuldigung beendet"),
    ("Answers owed for over a minute", "Seit über einer Minute ausstehende Antworten"),
    ("Bots that want to hear", "Bots, die hören wollen"),
    ("Connections", "Verbindungen"),
    ("Connections that are lost", "Verlorene Verbindungen"),
    ("Oldest event that waits, in seconds", "Ältestes wartendes Ereignis, in Sekunden"),
    ("Done in the last five minutes", "In den letzten fünf Minuten getan"),
    ("Tried in vain so far", "Bisher vergeblich versucht"),
    ("Longest wait, in seconds", "Längstes Warten, in Sekunden"),
    ("Time to answer, in milliseconds", "Antwortzeit in Millisekunden"),
    ("Commands, buttons and forms", "Befehle, Knöpfe und Formulare"),
    ("What happens on Discord", "Was auf Discord geschieht"),
    ("What is done on Discord", "Was auf Discord getan wird"),
    ("Database", "Datenbank"),
    ("In order", "In Ordnung"),
    ("Degraded", "Eingeschränkt"),
    ("Down", "Ausgefallen"),
];
