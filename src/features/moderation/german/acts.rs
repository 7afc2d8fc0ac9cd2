//! What moderation says when something is done to people, in German.

/// English and German.
pub const ACTS: &[(&str, &str)] = &[
    // What every act asks for.
    (
        "This server wants a reason for every act. Say why.",
        "Auf diesem Server braucht jede Maßnahme einen Grund. Gib einen an.",
    ),
    ("Discord knows nobody with that id.", "Discord kennt niemanden mit dieser ID."),
    ("Choose a person.", "Wähl eine Person."),
    (
        "They are not in this server. To keep them out, use /ban; to remember something about them, use /note.",
        "Diese Person ist nicht auf dem Server. Um sie fernzuhalten, nimm /ban; um etwas über sie festzuhalten, nimm /notiz.",
    ),
    ("That is too long: keep it within 1,000 characters.", "Das ist zu lang: Bleib bei höchstens 1.000 Zeichen."),
    (
        "Acting in somebody else's name needs the permission Manage Server. Leave that option out.",
        "Um im Namen anderer zu handeln, brauchst du die Berechtigung „Server verwalten“. Lass diese Angabe weg.",
    ),
    (
        "You can act in the name of members of this server only.",
        "Du kannst nur im Namen von Mitgliedern dieses Servers handeln.",
    ),
    // What single commands ask for.
    (
        "A soft ban ends at once, so it takes no duration. Leave out one of the two.",
        "Ein Softbann endet sofort, darum hat er keine Dauer. Lass eins von beiden weg.",
    ),
    (
        "Choose one of the offered time spans for the messages to delete.",
        "Wähl für die Nachrichten, die gelöscht werden, einen der angebotenen Zeiträume.",
    ),
    (
        "“{word}” is neither an id nor a mention, so nobody was banned. Paste ids of 17 to 20 digits or mentions.",
        "„{word}“ ist weder ID noch Erwähnung, darum wurde niemand gebannt. Füge IDs mit 17 bis 20 Ziffern oder Erwähnungen ein.",
    ),
    (
        "Name 1 to 200 people; you named {count}. Nobody was banned.",
        "Nenne 1 bis 200 Personen; das sind {count}. Niemand wurde gebannt.",
    ),
    ("Discord did not say whom you picked. Please try again.", "Discord hat nicht gesagt, wen du ausgewählt hast."),
    ("Say what the warning is for.", "Schreib, wofür die Verwarnung ist."),
    (
        "Discord did not say which message you picked. Please try again.",
        "Discord hat nicht gesagt, welche Nachricht du ausgewählt hast. Versuch es bitte noch einmal.",
    ),
    (
        "They read it; the message is kept with the case.",
        "Die Person liest das; die Nachricht wird mit dem Fall aufbewahrt.",
    ),
    ("Delete the message and warn", "Nachricht löschen und verwarnen"),
    // The forms behind a member's card and a message.
    ("How long", "Wie lange"),
    ("Such as 12h, 7d or 4w; empty for good", "Zum Beispiel 12h, 7d oder 4w; leer heißt für immer"),
    ("Such as 10m, 12h or 7d", "Zum Beispiel 10m, 12h oder 7d"),
    ("This button names nobody. Open the card again.", "Dieser Knopf nennt niemanden. Öffne die Karte noch einmal."),
    (
        "That message is gone already, so nobody was warned. To warn them anyway, use /warn.",
        "Diese Nachricht ist schon weg, darum wurde niemand verwarnt. Um trotzdem zu verwarnen, nimm /verwarnen.",
    ),
    ("(no text)", "(kein Text)"),
    ("The deleted message in {channel}:", "Die gelöschte Nachricht in {channel}:"),
    // Who many people are.
    (
        "Discord was too slow to tell me who all these people are, so nobody was banned. Try fewer at once.",
        "Discord hat mir zu langsam gesagt, wer all diese Personen sind, darum wurde niemand gebannt. Versuch es mit weniger auf einmal.",
    ),
    ("Looking at {all} people: {done} done…", "Ich sehe {all} Personen durch: {done} fertig…"),
    // What became of an act.
    (
        " I could not tell them: they take no messages from me.",
        " Ich konnte es der Person nicht mitteilen: Sie nimmt keine Nachrichten von mir an.",
    ),
    (
        " I could not tell them: Discord did not deliver my message.",
        " Ich konnte es der Person nicht mitteilen: Discord hat meine Nachricht nicht zugestellt.",
    ),
    (
        "{act} of **{name}** is queued: Discord is not answering or another act on them comes first. I keep trying by myself.",
        "{act} für **{name}** steht in der Warteschlange: Discord antwortet nicht, oder eine andere Maßnahme geht vor. Ich versuche es von selbst weiter.",
    ),
    (
        "{act} of **{name}** was refused by Discord: {words}. Check my permissions and the place of my role, then try again.",
        "{act} für **{name}** wurde von Discord abgelehnt: {words}. Prüf meine Berechtigungen und den Platz meiner Rolle und versuch es dann noch einmal.",
    ),
    (
        " What was still waiting for them is cancelled.",
        " Was für die Person noch in der Warteschlange stand, ist abgebrochen.",
    ),
    (" Case {number}.", " Fall {number}."),
    ("The message is deleted.", "Die Nachricht ist gelöscht."),
    (
        "The message will be deleted as soon as Discord answers.",
        "Die Nachricht wird gelöscht, sobald Discord antwortet.",
    ),
    (
        "The message is still there, because Discord refused: {words}.",
        "Die Nachricht ist noch da, weil Discord abgelehnt hat: {words}.",
    ),
    ("**{name}** is banned.", "**{name}** ist gebannt."),
    ("**{name}** is banned until {until}.", "**{name}** ist bis {until} gebannt."),
    (
        "**{name}** is removed with their recent messages, and may come back.",
        "**{name}** ist samt den letzten Nachrichten entfernt und darf wiederkommen.",
    ),
    ("**{name}** is no longer banned.", "**{name}** ist nicht mehr gebannt."),
    ("**{name}** is removed, and may come back.", "**{name}** ist gekickt und darf wiederkommen."),
    ("**{name}** can't write until {until}.", "**{name}** kann bis {until} nicht schreiben."),
    ("**{name}** can't write.", "**{name}** kann nicht schreiben."),
    ("**{name}** may write again.", "**{name}** darf wieder schreiben."),
    ("**{name}** is warned.", "**{name}** ist verwarnt."),
    ("Noted about **{name}**.", "Notiz zu **{name}** festgehalten."),
    // What became of many bans.
    ("Banned: {count} of {asked}. {cases}", "Gebannt: {count} von {asked}. {cases}"),
    ("Banned before: {people}", "Schon vorher gebannt: {people}"),
    ("Refused by Discord: {people}", "Von Discord abgelehnt: {people}"),
    (
        "Bans queued: {asked}. Discord is not answering, and I keep trying by myself. {cases}",
        "Der Massenbann (Personen: {asked}) steht in der Warteschlange: Discord antwortet nicht. Ich versuche es von selbst weiter. {cases}",
    ),
    (
        "Bans refused by Discord: {asked} ({words}). Check my permissions, then try again. {cases}",
        "Discord hat den Massenbann (Personen: {asked}) abgelehnt: {words}. Prüf meine Berechtigungen und versuch es dann noch einmal. {cases}",
    ),
    ("Nobody was banned.", "Niemand wurde gebannt."),
    ("Mass ban by {moderator}, people: {count}. {cases}", "Massenbann durch {moderator}, Personen: {count}. {cases}"),
    ("and {rest} more whom nobody may ban.", "und {rest} weitere mit zu hoher Rolle."),
    ("Case {number}.", "Fall {number}."),
    ("Cases {first} to {last}.", "Fälle {first} bis {last}."),
    // Who may not be acted on.
    ("You can't do that to yourself.", "Das kannst du nicht mit dir selbst machen."),
    (
        "I can't do that to myself. To be rid of me, remove me in the server's settings.",
        "Das kann ich nicht mit mir selbst machen. Um mich loszuwerden, entferne mich in den Servereinstellungen.",
    ),
    ("Nobody can do that to the server's owner.", "Beim Besitzer des Servers geht das nicht."),
    (
        "You can't do that to them: their highest role is not below yours.",
        "Das kannst du bei dieser Person nicht machen: Ihre höchste Rolle steht nicht unter deiner.",
    ),
    (
        "I can't do that to them: their highest role is not below mine. Move my role up in the server's settings.",
        "Das kann ich bei dieser Person nicht machen: Ihre höchste Rolle steht nicht unter meiner. Zieh meine Rolle in den Servereinstellungen nach oben.",
    ),
    // What the person concerned is told, and why an act followed by itself.
    ("Warning number {warnings}", "{warnings}. Verwarnung"),
    ("none given", "nicht angegeben"),
    ("further notice", "auf Weiteres"),
    ("You were warned in {server}. Reason: {reason}", "Du wurdest auf {server} verwarnt. Grund: {reason}"),
    (
        "You can't write in {server} until {until}. Reason: {reason}",
        "Du kannst auf {server} bis {until} nicht schreiben. Grund: {reason}",
    ),
    (
        "You were removed from {server}. You may come back. Reason: {reason}",
        "Du wurdest von {server} gekickt. Du darfst wiederkommen. Grund: {reason}",
    ),
    (
        "You are banned from {server} until {until}. Reason: {reason}",
        "Du bist auf {server} bis {until} gebannt. Grund: {reason}",
    ),
];
