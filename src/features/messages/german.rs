//! What is said of messages, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    // The feature, its command and the options.
    (
        "Find messages by what they say, by whom and where; log edits and deletions",
        "Nachrichten finden: was darin steht, von wem und wo; Änderungen und Löschungen protokollieren",
    ),
    ("/search", "suche"),
    ("Find messages in the channels that you can read", "Nachrichten in den Kanälen finden, die du lesen kannst"),
    ("query:", "text"),
    ("Words in any form; \"as written\", or, -not", "Wörter in jeder Form; \"wie geschrieben\", or, -nicht"),
    ("from:", "von"),
    ("Only messages by this person", "Nur Nachrichten von dieser Person"),
    ("in:", "in"),
    ("Only in this channel and its threads", "Nur in diesem Kanal und seinen Threads"),
    ("after:", "nach"),
    ("Only from this day or time on: 2026-11-20 or 7d", "Nur ab diesem Tag oder Zeitpunkt: 20.11.2026 oder 7d"),
    ("before:", "vor"),
    ("Only from before this day or time: 2026-11-20 or 7d", "Nur vor diesem Tag oder Zeitpunkt: 20.11.2026 oder 7d"),
    ("has:", "hat"),
    ("Only messages with this", "Nur Nachrichten, die das haben"),
    ("mentions:", "erwähnt"),
    ("Only messages that mention this person", "Nur Nachrichten, die diese Person erwähnen"),
    ("contains:", "enthält"),
    (
        "Only messages with these letters, also inside of words",
        "Nur Nachrichten mit diesen Buchstaben, auch mitten im Wort",
    ),
    ("deleted:", "gelöschte"),
    (
        "Whether to find deleted messages as well, where you manage messages",
        "Ob auch gelöschte Nachrichten gefunden werden, wo du Nachrichten verwaltest",
    ),
    ("link", "Link"),
    ("image", "Bild"),
    ("video", "Video"),
    ("sound", "Ton"),
    ("file", "Datei"),
    ("embed", "Embed"),
    ("sticker", "Sticker"),
    // What is wrong with a search.
    (
        "“contains” takes at least three letters or digits in a row. For shorter words, use “query”.",
        "„enthält“ braucht mindestens drei Buchstaben oder Ziffern hintereinander. Nimm für kürzere Wörter „text“.",
    ),
    (
        "Say what to look for: words, a person, a channel, a time or what it has.",
        "Sag, wonach ich suchen soll: Wörter, eine Person, ein Kanal, eine Zeit oder was die Nachricht hat.",
    ),
    (
        "No message is from after “after” and from before “before”: swap the two, or leave one out.",
        "Keine Nachricht ist nach „nach“ und zugleich vor „vor“: Vertausch die beiden oder lass eins weg.",
    ),
    (
        "The option “{name}” is too long: keep it within {most} characters.",
        "Die Angabe „{name}“ ist zu lang: Bleib unter {most} Zeichen.",
    ),
    (
        "I can't read “{text}” as a time. Write a day like 2026-11-20, or how long ago like 7d or 12h.",
        "„{text}“ kann ich nicht als Zeit lesen. Schreib einen Tag wie 20.11.2026 oder wie lange her wie 7d oder 12h.",
    ),
    (
        "I don't know the channels of this server yet, so I can't tell what you may read. Try again in a few minutes.",
        "Ich kenne die Kanäle dieses Servers noch nicht und weiß darum nicht, was du lesen darfst. Versuch es in ein paar Minuten noch einmal.",
    ),
    (
        "You can't read what was written in <#{channel}>, or I don't know that channel yet. Choose another one.",
        "Was in <#{channel}> geschrieben wurde, kannst du nicht lesen, oder ich kenne den Kanal noch nicht. Wähl einen anderen.",
    ),
    (
        "There is no channel here whose earlier messages you may read.",
        "Hier gibt es keinen Kanal, dessen frühere Nachrichten du lesen darfst.",
    ),
    (
        "Deleted messages are found by those who have the permission {names} there. Leave “deleted” out.",
        "Gelöschte Nachrichten findet nur, wer dort die Berechtigung {names} hat. Lass „gelöschte“ weg.",
    ),
    (
        "I no longer know what you searched for here. Search again with /search.",
        "Ich weiß nicht mehr, wonach du hier gesucht hast. Such noch einmal mit /suche.",
    ),
    (
        "That message is gone, or you can't read it any more. Search again with /search.",
        "Diese Nachricht gibt es nicht mehr, oder du kannst sie nicht mehr lesen. Such noch einmal mit /suche.",
    ),
    // What was asked and what was found.
    ("contains “{part}”", "enthält „{part}“"),
    ("from <@{user}>", "von <@{user}>"),
    ("mentions <@{user}>", "erwähnt <@{user}>"),
    ("in <#{channel}>", "in <#{channel}>"),
    ("has: {kind}", "hat: {kind}"),
    ("after {moment}", "nach {moment}"),
    ("before {moment}", "vor {moment}"),
    ("deleted ones as well", "auch gelöschte"),
    ("Messages", "Nachrichten"),
    (
        "Nothing fits. I know the messages that were written since I was connected to this server, and those that you can read.",
        "Nichts passt. Ich kenne die Nachrichten, die geschrieben wurden, seit ich mit diesem Server verbunden bin, und suche in denen, die du lesen kannst.",
    ),
    ("Go there", "Hingehen"),
    (" (edited)", " (bearbeitet)"),
    (" (deleted)", " (gelöscht)"),
    ("*no text*", "*kein Text*"),
    ("Newer", "Neuere"),
    ("Older", "Ältere"),
    ("Show what was written around…", "Zeigen, was um sie herum geschrieben wurde…"),
    ("Around this message", "Um diese Nachricht herum"),
    ("What it said before", "Was vorher darin stand"),
    // The settings.
    (
        "The language of your server, whose words a search finds in all their forms, and of the log",
        "Die Sprache deines Servers, deren Wörter eine Suche in allen Formen findet, und die des Logs",
    ),
    ("English", "Englisch"),
    ("German", "Deutsch"),
    (
        "How long messages can be searched; thirteen months unless you say less",
        "Wie lange Nachrichten gefunden werden; dreizehn Monate, wenn du nicht weniger sagst",
    ),
    (
        "Whether messages are stored encrypted; then nobody can search for words in them",
        "Ob Nachrichten verschlüsselt gespeichert werden; dann kann niemand nach Wörtern in ihnen suchen",
    ),
    (
        "This server stores its messages encrypted, so I can't look for words in them. Search by person, channel, time or what a message has.",
        "Dieser Server speichert seine Nachrichten verschlüsselt, deshalb kann ich nicht nach Wörtern in ihnen suchen. Such nach Person, Kanal, Zeit oder danach, was eine Nachricht hat.",
    ),
    (
        "I know that messages were written, and not what they say: words in them are not found.",
        "Ich weiß, dass Nachrichten geschrieben wurden, aber nicht, was in ihnen steht: Wörter darin werden nicht gefunden.",
    ),
    (
        "I don't learn who joins, leaves or changes their name.",
        "Ich erfahre nicht, wer beitritt, geht oder seinen Namen ändert.",
    ),
    ("Messages are being encrypted", "Nachrichten werden gerade verschlüsselt"),
    ("Messages are being decrypted", "Nachrichten werden gerade entschlüsselt"),
    (
        "Nothing, it goes on by itself. So far: {count}, up to those of {moment}.",
        "Nichts, es geht von selbst weiter. Bisher: {count}, bis zu denen vom {moment}.",
    ),
    (
        "Nothing, it goes on by itself. So far: {count}; all are looked at once more.",
        "Nichts, es geht von selbst weiter. Bisher: {count}; alle werden noch einmal durchgesehen.",
    ),
    (
        "The channel where edited and deleted messages are posted",
        "Der Kanal, in dem geänderte und gelöschte Nachrichten gemeldet werden",
    ),
    ("Whether edits are logged", "Ob Änderungen gemeldet werden"),
    ("Whether deletions are logged", "Ob Löschungen gemeldet werden"),
    ("Whether messages of bots and webhooks are logged", "Ob Nachrichten von Bots und Webhooks gemeldet werden"),
    (
        "Channels and categories whose messages are not logged",
        "Kanäle und Kategorien, deren Nachrichten nicht gemeldet werden",
    ),
    ("Roles whose members' messages are not logged", "Rollen, deren Mitglieder nicht gemeldet werden"),
    // The log.
    ("Message deleted", "Nachricht gelöscht"),
    ("Message edited", "Nachricht geändert"),
    ("{deleted} messages deleted", "{deleted} Nachrichten gelöscht"),
    ("{deleted} messages deleted, {edited} edited", "{deleted} Nachrichten gelöscht, {edited} geändert"),
    ("deleted", "gelöscht"),
    ("edited", "geändert"),
    ("written {when}", "geschrieben {when}"),
    ("Before", "Vorher"),
    ("After", "Nachher"),
    ("*not known*", "*nicht bekannt*"),
    ("*no text that I know of*", "*kein Text, von dem ich weiß*"),
    ("Files: {names}", "Dateien: {names}"),
    (
        "I don't know what it said: it was written while I was not listening, or longer ago than messages are kept.",
        "Was darin stand, weiß ich nicht: Sie wurde geschrieben, als ich nicht zuhörte, oder ist älter, als Nachrichten aufbewahrt werden.",
    ),
    ("Deleted through me by <@{user}>.", "Durch mich gelöscht von <@{user}>."),
    ("Deleted by me.", "Von mir gelöscht."),
    ("Deleted by <@{user}>.", "Gelöscht von <@{user}>."),
    (" (deleted by <@{user}>)", " (gelöscht von <@{user}>)"),
    (
        "Deleted because the author was banned through me by <@{user}>.",
        "Gelöscht, weil die Person durch mich gebannt wurde, von <@{user}>.",
    ),
    ("Deleted because I banned the author.", "Gelöscht, weil ich die Person gebannt habe."),
    (
        "… and {rest} more. Who manages messages finds them with /search and “deleted”.",
        "… und {rest} weitere. Wer Nachrichten verwaltet, findet sie mit /suche und „gelöschte“.",
    ),
    (
        "The log tells that messages were deleted, not what they said, and knows of no edits.",
        "Das Log meldet, dass Nachrichten gelöscht wurden, aber nicht, was darin stand, und keine Änderungen.",
    ),
    (
        "The messages that you wrote here, with what they said before you changed or deleted them.",
        "Die Nachrichten, die du hier geschrieben hast, auch wie sie lauteten, bevor du sie geändert oder gelöscht hast.",
    ),
    ("That somebody mentioned you in what they wrote.", "Dass dich jemand in einer Nachricht erwähnt hat."),
    (
        "What others wrote is theirs, with whom they mention in it.",
        "Was andere schrieben, gehört ihnen, auch wen sie darin erwähnen.",
    ),
    ("That you deleted what somebody else wrote.", "Dass du gelöscht hast, was jemand anderes schrieb."),
    ("It is the server's record of who deleted what.", "So weiß der Server, wer was gelöscht hat."),
    (
        "Whose messages you deleted, or who deleted yours, for an hour.",
        "Wessen Nachrichten du gelöscht hast oder wer deine, eine Stunde lang.",
    ),
    ("What you searched for, for a day.", "Wonach du gesucht hast, einen Tag lang."),
];
