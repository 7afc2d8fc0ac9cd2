//! What moderation says of channels and their messages, in German.

/// English and German.
pub const CHANNELS: &[(&str, &str)] = &[
    // Options of several commands.
    ("Which channel, if not this one", "Welcher Kanal, wenn nicht dieser"),
    ("Why: kept in the audit log", "Warum: steht dann im Audit-Log"),
    // /purge
    ("/purge", "aufräumen"),
    ("Delete the newest messages of this channel that fit", "Die neuesten passenden Nachrichten dieses Kanals löschen"),
    ("count:", "anzahl"),
    ("How many messages to delete", "Wie viele Nachrichten gelöscht werden"),
    ("Only messages by this person", "Nur Nachrichten von dieser Person"),
    ("contains:", "enthält"),
    ("Only messages with this text", "Nur Nachrichten mit diesem Text"),
    ("Only messages that match this regular expression", "Nur Nachrichten, auf die dieser reguläre Ausdruck passt"),
    ("attachments:", "dateien"),
    ("Only messages with files, or only those without", "Nur Nachrichten mit Dateien, oder nur die ohne"),
    ("Only messages by bots, or only those by people", "Nur Nachrichten von Bots, oder nur die von Menschen"),
    ("before:", "vor"),
    ("Only messages older than this one: its id or link", "Nur Nachrichten, die älter sind als diese: ID oder Link"),
    ("after:", "nach"),
    ("Only messages newer than this one: its id or link", "Nur Nachrichten, die neuer sind als diese: ID oder Link"),
    (
        "Discord did not say which channel this is. Please try again.",
        "Discord hat nicht gesagt, welcher Kanal das ist. Versuch es bitte noch einmal.",
    ),
    (
        "I delete 1 to 500 messages at once. Say how many.",
        "Ich lösche 1 bis 500 Nachrichten auf einmal. Sag, wie viele.",
    ),
    (
        "I can't use that regular expression: {why}. Nothing was deleted. For plain text, use “contains”.",
        "Mit diesem regulären Ausdruck kann ich nichts anfangen: {why}. Nichts wurde gelöscht. Für einfachen Text nimm „enthält“.",
    ),
    (
        "No message is older than “before” and newer than “after”: swap the two, or leave one out.",
        "Keine Nachricht ist älter als „vor“ und neuer als „nach“: Vertausch die beiden, oder lass eins weg.",
    ),
    (
        "The option “{name}” is too long: keep it within 200 characters.",
        "Die Angabe „{name}“ ist zu lang: Bleib bei höchstens 200 Zeichen.",
    ),
    (
        "“{text}” is no message. Paste a message's link or id.",
        "„{text}“ ist keine Nachricht. Füge den Link oder die ID einer Nachricht ein.",
    ),
    (
        "The message of “{name}” is in another channel. I delete messages here only.",
        "Die Nachricht bei „{name}“ ist in einem anderen Kanal. Ich lösche nur hier.",
    ),
    (
        "Discord hides from me what messages say, so I can't filter by text, regular expression or files. My owner can switch on “Message Content Intent” in Discord's developer portal.",
        "Discord verbirgt vor mir, was in Nachrichten steht, darum kann ich nicht nach Text, regulärem Ausdruck oder Dateien filtern. Mein Besitzer kann im Entwicklerportal von Discord „Message Content Intent“ einschalten.",
    ),
    ("Deleted {done} of {messages} so far…", "Bisher gelöscht: {done} von {messages}…"),
    ("There is no message to delete that fits.", "Es gibt keine passende Nachricht zu löschen."),
    ("Deleted {messages}: {authors}.", "Gelöscht: {messages}, davon {authors}."),
    (
        "Queued: {messages}. Discord is not answering or slow, or something else comes first. I keep trying by myself.",
        "In der Warteschlange: {messages}. Discord antwortet nicht oder langsam, oder etwas anderes geht vor. Ich versuche es von selbst weiter.",
    ),
    (
        "Not deleted, because Discord refused: {messages}. It says: {words}. Check my permissions, then try again.",
        "Nicht gelöscht, weil Discord abgelehnt hat: {messages}. Discord sagt: {words}. Prüf meine Berechtigungen und versuch es dann noch einmal.",
    ),
    (
        "Then my database failed, so I don't know about {messages}. Look, and run the command again if they are there.",
        "Dann ist meine Datenbank ausgefallen, darum weiß ich nicht, was aus {messages} geworden ist. Sieh nach, und ruf den Befehl noch einmal auf, wenn sie noch da sind.",
    ),
    ("**{moderator}** deleted {messages} in {channel}.", "**{moderator}** hat in {channel} gelöscht: {messages}."),
    ("Queued: {messages}.", "In der Warteschlange: {messages}."),
    ("Only those {filters}.", "Nur solche {filters}."),
    ("Left, because pinned: {messages}.", "Geblieben, weil angepinnt: {messages}."),
    (
        "Left, because older than two weeks: {messages}. Discord lets nobody delete such messages in bulk.",
        "Geblieben, weil älter als zwei Wochen: {messages}. Discord lässt so alte Nachrichten von niemandem gesammelt löschen.",
    ),
    (
        "Left, because nobody can delete Discord's own notices: {messages}.",
        "Geblieben, weil niemand Discords eigene Hinweise löschen kann: {messages}.",
    ),
    ("I looked through the newest {seen} and no further.", "Durchgesehen habe ich nur das Neueste: {seen}."),
    (
        "Discord is slow, so I looked through no more than {seen}. Run the command again to go on.",
        "Discord ist langsam, darum habe ich nicht mehr durchgesehen als {seen}. Ruf den Befehl noch einmal auf, um weiterzumachen.",
    ),
    ("{count} by **{name}**", "{count} von **{name}**"),
    ("{count} by others", "{count} von anderen"),
    ("by {author}", "von {author}"),
    ("that contain “{text}”", "mit dem Text „{text}“"),
    ("that match “{pattern}”", "passend auf „{pattern}“"),
    ("that have files", "mit Dateien"),
    ("that have no files", "ohne Dateien"),
    ("by bots", "von Bots"),
    ("by people", "von Menschen"),
    ("before message {id}", "vor der Nachricht {id}"),
    ("after message {id}", "nach der Nachricht {id}"),
    ("1 message", "1 Nachricht"),
    ("{count} messages", "{count} Nachrichten"),
    // /slowmode
    ("Set how long people wait between two messages", "Einstellen, wie lange man zwischen zwei Nachrichten wartet"),
    ("How long: 5s, 1m, up to 6h; off to end it", "Wie lange: 5s, 1m, bis zu 6h; aus, um ihn zu beenden"),
    ("The slowmode of {channel}", "Der Slowmode in {channel}"),
    (
        "Nobody writes in that channel, so there is nothing to slow down.",
        "In diesem Kanal schreibt niemand, darum gibt es nichts zu bremsen.",
    ),
    ("The slowmode of {channel} stays as it is: {after}.", "Der Slowmode in {channel} bleibt, wie er ist: {after}."),
    (
        "The slowmode of {channel} is now {after}. It was {before}.",
        "Der Slowmode in {channel} ist jetzt: {after}. Vorher: {before}.",
    ),
    (
        "**{moderator}** set the slowmode of {channel} from {before} to {after}.",
        "**{moderator}** hat den Slowmode in {channel} geändert, von {before} auf {after}.",
    ),
    // /lock and /unlock
    ("/lock", "sperren"),
    ("Stop everyone from writing in a channel", "Allen das Schreiben in einem Kanal nehmen"),
    ("for:", "für"),
    (
        "For how long: 30m, 12h, 7d. Leave out to unlock by hand",
        "Für wie lange: 30m, 12h, 7d. Lass es weg, um von Hand zu entsperren",
    ),
    ("/unlock", "entsperren"),
    ("Let everyone write in a channel again", "Alle wieder in einem Kanal schreiben lassen"),
    (
        "I can't lock {channel}: it is no channel that people write in, or a thread. Lock a thread by Discord's own “Lock Thread”.",
        "{channel} kann ich nicht sperren: Dort schreibt niemand, oder es ist ein Thread. Einen Thread sperrst du mit Discords eigenem „Thread sperren“.",
    ),
    (
        "@everyone can't write in {channel} as it is, and that is not my doing. Change it in the channel's settings.",
        "@everyone kann in {channel} ohnehin nicht schreiben, und das kommt nicht von mir. Ändern kannst du es in den Einstellungen des Kanals.",
    ),
    ("The lock of {channel}", "Das Sperren von {channel}"),
    (
        "{channel} is about to be unlocked, which still waits for Discord. Try again in a minute.",
        "{channel} wird gerade entsperrt, nur wartet das noch auf Discord. Versuch es in einer Minute noch einmal.",
    ),
    ("{channel} is locked by **{moderator}**.", "{channel} ist gesperrt, durch **{moderator}**."),
    (
        "{channel} is locked by **{moderator}** until {until}.",
        "{channel} ist bis {until} gesperrt, durch **{moderator}**.",
    ),
    (
        "The channel itself lets these roles write all the same: {roles}.",
        "Diese Rollen lässt der Kanal selbst trotzdem schreiben: {roles}.",
    ),
    (
        "{channel} is locked already: **{moderator}** did it {when}. /unlock opens it again.",
        "{channel} ist schon gesperrt: **{moderator}** war es, {when}. Mit /entsperren geht er wieder auf.",
    ),
    (
        "That channel is gone, so there is nothing left to unlock.",
        "Diesen Kanal gibt es nicht mehr, darum ist nichts mehr zu entsperren.",
    ),
    ("The unlocking of {channel}", "Das Entsperren von {channel}"),
    (
        "{channel} is not locked by me, so there is nothing to unlock.",
        "{channel} habe ich nicht gesperrt, darum ist nichts zu entsperren.",
    ),
    ("{channel} is unlocked by **{moderator}**.", "{channel} ist wieder offen, durch **{moderator}**."),
    ("**{moderator}** locked {channel}.", "**{moderator}** hat {channel} gesperrt."),
    ("**{moderator}** locked {channel} until {until}.", "**{moderator}** hat {channel} bis {until} gesperrt."),
    ("**{moderator}** unlocked {channel}.", "**{moderator}** hat {channel} entsperrt."),
    (
        "The time of the lock on {channel} by **{moderator}** is over, so I unlock it.",
        "Die Zeit ist um, für die **{moderator}** {channel} gesperrt hat, darum entsperre ich ihn.",
    ),
    // What a channel lacks.
    ("Choose a channel of this server.", "Wähl einen Kanal dieses Servers."),
    (
        "I need the permission {names} in {channel} for this. Give it to my role there or in the server's settings.",
        "Dafür brauche ich in {channel} die Berechtigung {names}. Gib sie meiner Rolle dort oder in den Servereinstellungen.",
    ),
    (
        "I can't see {channel}. Give my role View Channels there.",
        "{channel} kann ich nicht sehen. Gib meiner Rolle dort „Kanal ansehen“.",
    ),
    (
        "That channel is not here: somebody has deleted it, or it belongs to another server.",
        "Diesen Kanal gibt es hier nicht: Jemand hat ihn gelöscht, oder er gehört zu einem anderen Server.",
    ),
];
