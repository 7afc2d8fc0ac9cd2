//! What is said of members, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    // The feature and its command.
    (
        "Welcome new members, give them their roles, log who comes and goes",
        "Neue Mitglieder begrüßen, ihnen ihre Rollen geben, melden, wer kommt und geht",
    ),
    ("/welcome", "willkommen"),
    (
        "See what members are told when they join, and what is said when they leave",
        "Sehen, was Mitglieder beim Beitritt lesen und was gesagt wird, wenn sie gehen",
    ),
    ("If you joined now, or left", "Wenn du jetzt kämst oder gingst"),
    (
        "Change the words with /settings set: members.welcome_message, members.dm_message, members.goodbye_message.",
        "Die Worte änderst du mit /einstellungen setzen: members.welcome_message, members.dm_message, members.goodbye_message.",
    ),
    ("Welcome", "Willkommen"),
    ("Direct message", "Direktnachricht"),
    ("Goodbye", "Abschied"),
    (
        "Off. Choose a channel with /settings set setting:{setting}.",
        "Aus. Wähl einen Kanal mit /einstellungen setzen einstellung:{setting}.",
    ),
    ("Sent to them alone.", "Nur an sie selbst."),
    (
        "Off. Switch it on with /settings set setting:members.welcome_by_dm.",
        "Aus. Schalte sie ein mit /einstellungen setzen einstellung:members.welcome_by_dm.",
    ),
    // Greetings that nobody has written anew.
    ("Welcome to {server}, {member}!", "Willkommen auf {server}, {member}!"),
    (
        "Welcome to {server}, {name}! It is good to have you.",
        "Willkommen auf {server}, {name}! Schön, dass du da bist.",
    ),
    ("**{name}** has left us.", "**{name}** hat uns verlassen."),
    // The log.
    ("**Joined:** {who}", "**Beigetreten:** {who}"),
    ("account made {when}", "Konto erstellt {when}"),
    ("**new account**", "**neues Konto**"),
    ("**Left:** {who}", "**Gegangen:** {who}"),
    ("was here for {time}", "war {time} hier"),
    ("was kicked by <@{moderator}>, case {case}", "gekickt von <@{moderator}>, Fall {case}"),
    ("was banned by <@{moderator}>, case {case}", "gebannt von <@{moderator}>, Fall {case}"),
    ("was soft-banned by <@{moderator}>, case {case}", "per Softbann entfernt von <@{moderator}>, Fall {case}"),
    ("had {roles}", "hatte {roles}"),
    (", a bot", ", ein Bot"),
    ("… and {rest} more.", "… und {rest} weitere."),
    // Roles that can't be given, and other troubles.
    ("I can't give new members a role", "Eine Rolle für neue Mitglieder kann ich nicht geben"),
    (
        "<@&{role}> is gone. Take it out with /settings set setting:members.auto_roles, or members.bot_roles.",
        "<@&{role}> gibt es nicht mehr. Nimm sie heraus mit /einstellungen setzen einstellung:members.auto_roles oder members.bot_roles.",
    ),
    (
        "Discord alone gives <@&{role}>. Choose another with /settings set setting:members.auto_roles, or members.bot_roles.",
        "<@&{role}> vergibt nur Discord selbst. Wähl eine andere mit /einstellungen setzen einstellung:members.auto_roles oder members.bot_roles.",
    ),
    (
        "<@&{role}> stands above my highest role. Drag my role above it in the server's settings.",
        "<@&{role}> steht über meiner höchsten Rolle. Zieh meine Rolle in den Servereinstellungen darüber.",
    ),
    (
        "Discord does not let me give <@&{role}>. Allow my role Manage Roles in the server's settings.",
        "Discord lässt mich <@&{role}> nicht vergeben. Erlaube meiner Rolle in den Servereinstellungen, Rollen zu verwalten.",
    ),
    ("Nobody is welcomed, logged or given roles.", "Niemand wird begrüßt oder gemeldet, und niemand bekommt Rollen."),
    // Who is online.
    ("I don't know who is online.", "Ich weiß nicht, wer online ist."),
    ("Online since {ago}", "Online seit {ago}"),
    ("Idle since {ago}", "Abwesend seit {ago}"),
    ("Do not disturb since {ago}", "Bitte nicht stören seit {ago}"),
    ("Last seen {ago}", "Zuletzt gesehen {ago}"),
    ("Not online", "Nicht online"),
    // The settings.
    ("The channel where joins and leaves are posted", "Der Kanal, in dem gemeldet wird, wer kommt und geht"),
    (
        "The language of the log and of greetings that you have not written yourself",
        "Die Sprache des Logs und der Grüße, die du nicht selbst geschrieben hast",
    ),
    ("English", "Englisch"),
    ("German", "Deutsch"),
    ("The channel where new members are welcomed", "Der Kanal, in dem neue Mitglieder begrüßt werden"),
    ("What new members are told there", "Was neue Mitglieder dort lesen"),
    (
        "Whether new members are welcomed in a direct message",
        "Ob neue Mitglieder in einer Direktnachricht begrüßt werden",
    ),
    ("What new members are told in the direct message", "Was neue Mitglieder in der Direktnachricht lesen"),
    (
        "The channel where it is said that a member has left",
        "Der Kanal, in dem gesagt wird, dass ein Mitglied gegangen ist",
    ),
    ("What is said there of a member who has left", "Was dort über ein Mitglied gesagt wird, das gegangen ist"),
    ("The roles that new members get", "Die Rollen, die neue Mitglieder bekommen"),
    ("The roles that new bots get", "Die Rollen, die neue Bots bekommen"),
    (
        "How long after joining they get their roles; at once unless you say so",
        "Wie lange nach dem Beitritt sie ihre Rollen bekommen; sofort, wenn du nichts sagst",
    ),
    (
        "Whether members get their roles only once they have accepted the server's rules",
        "Ob Mitglieder ihre Rollen erst bekommen, wenn sie die Regeln des Servers angenommen haben",
    ),
    (
        "Whether it is kept who is online and when somebody last was, for moderators to see",
        "Ob für Moderatoren festgehalten wird, wer online ist und wann jemand es zuletzt war",
    ),
    (
        "How long it is kept when somebody was last online; 90 days unless you say so",
        "Wie lange festgehalten wird, wann jemand zuletzt online war; 90 Tage, wenn du nichts sagst",
    ),
    (
        "Your names, roles and dates as a member of this server, as Discord shows them.",
        "Deine Namen, Rollen und Daten als Mitglied dieses Servers, wie Discord sie zeigt.",
    ),
    ("That you have yet to accept the server's rules.", "Dass du die Regeln des Servers noch nicht angenommen hast."),
    ("Whether you are online, and when you last were.", "Ob du online bist und wann du es zuletzt warst."),
];
