//! What moderation says of nicknames and roles, and of acts without a case, in German.

/// English and German.
pub const ROLES: &[(&str, &str)] = &[
    // What became of an act without a case.
    (
        "{what} is queued: Discord is not answering or something else comes first. I keep trying by myself.",
        "{what} steht in der Warteschlange: Discord antwortet nicht, oder etwas anderes geht vor. Ich versuche es von selbst weiter.",
    ),
    (
        "{what} was refused by Discord: {words}. Check my permissions and the place of my role, then try again.",
        "{what} wurde von Discord abgelehnt: {words}. Prüf meine Berechtigungen und den Platz meiner Rolle und versuch es dann noch einmal.",
    ),
    (" It waits: Discord is not answering yet.", " Das wartet noch: Discord antwortet nicht."),
    ("They are not in this server.", "Diese Person ist nicht auf dem Server."),
    // /nick
    ("Give someone a nickname, or take it away", "Jemandem einen Nicknamen geben oder nehmen"),
    ("Whose nickname", "Wessen Nickname"),
    ("The new nickname; leave out to take it away", "Der neue Nickname; lass es weg, um ihn zu nehmen"),
    (
        "A nickname has 1 to 32 characters. Leave it out to take it away.",
        "Ein Nickname hat 1 bis 32 Zeichen. Lass ihn weg, um ihn zu nehmen.",
    ),
    ("The nickname of **{name}**", "Der Nickname von **{name}**"),
    ("**{name}** is now called **{nick}** here.", "**{name}** heißt hier jetzt **{nick}**."),
    ("**{name}** is no longer called **{nick}** here.", "**{name}** heißt hier nicht mehr **{nick}**."),
    ("**{name}** has no nickname here.", "**{name}** hat hier keinen Nicknamen."),
    ("no nickname", "keinem Nicknamen"),
    (
        "**{moderator}** changed the nickname of {member} from {before} to {after}.",
        "**{moderator}** hat den Nicknamen von {member} geändert, von {before} zu {after}.",
    ),
    // /role add and /role remove
    ("/role", "rolle"),
    ("Give roles and take them away", "Rollen geben und nehmen"),
    ("/add", "geben"),
    ("Give someone a role, for good or for a time", "Jemandem eine Rolle geben, für immer oder auf Zeit"),
    ("Who gets the role", "Wer die Rolle bekommt"),
    ("Which role", "Welche Rolle"),
    (
        "For how long: 30m, 12h, 7d. Leave out to give it for good",
        "Für wie lange: 30m, 12h, 7d. Lass es weg, um sie für immer zu geben",
    ),
    ("/remove", "nehmen"),
    ("Take a role from someone, for good or for a time", "Jemandem eine Rolle nehmen, für immer oder auf Zeit"),
    ("Who loses the role", "Wer die Rolle verliert"),
    (
        "For how long: 30m, 12h, 7d. Leave out to take it for good",
        "Für wie lange: 30m, 12h, 7d. Lass es weg, um sie für immer zu nehmen",
    ),
    ("Choose a role of this server.", "Wähl eine Rolle dieses Servers."),
    (
        "Everybody has the role @everyone and keeps it. Choose another one.",
        "Die Rolle @everyone haben alle und behalten sie. Wähl eine andere.",
    ),
    (
        "That role is gone: somebody has deleted it. Choose another one.",
        "Diese Rolle gibt es nicht mehr: Jemand hat sie gelöscht. Wähl eine andere.",
    ),
    (
        "{role} belongs to a bot or an integration, so Discord lets nobody give or take it.",
        "{role} gehört einem Bot oder einer Integration, darum lässt Discord sie niemanden geben oder nehmen.",
    ),
    (
        "You can't give or take {role}: it is not below your highest role.",
        "{role} kannst du nicht geben oder nehmen: Sie steht nicht unter deiner höchsten Rolle.",
    ),
    (
        "I can't give or take {role}: it is not below my highest role. Move my role up in the server's settings.",
        "{role} kann ich nicht geben oder nehmen: Sie steht nicht unter meiner höchsten Rolle. Zieh meine Rolle in den Servereinstellungen nach oben.",
    ),
    ("**{name}** has {role} already, so nothing changes.", "**{name}** hat {role} schon, es ändert sich nichts."),
    ("**{name}** does not have {role}, so nothing changes.", "**{name}** hat {role} nicht, es ändert sich nichts."),
    ("**{name}** has {role} now.", "**{name}** hat jetzt {role}."),
    ("**{name}** has {role} until {until}.", "**{name}** hat {role} bis {until}."),
    (
        "**{name}** has {role} already, and now keeps it for good.",
        "**{name}** hat {role} schon und behält sie jetzt für immer.",
    ),
    (
        "**{name}** has {role} already, and now keeps it until {until}.",
        "**{name}** hat {role} schon und behält sie jetzt bis {until}.",
    ),
    ("**{name}** no longer has {role}.", "**{name}** hat {role} nicht mehr."),
    ("**{name}** is without {role} until {until}.", "**{name}** ist bis {until} ohne {role}."),
    (
        "**{name}** does not have {role}, and won't get it back by itself.",
        "**{name}** hat {role} nicht und bekommt sie nicht mehr von selbst zurück.",
    ),
    (
        "**{name}** does not have {role}, and now gets it back on {until}.",
        "**{name}** hat {role} nicht und bekommt sie jetzt erst am {until} zurück.",
    ),
    ("Giving {role} to **{name}**", "Die Gabe von {role} an **{name}**"),
    ("Taking {role} from **{name}**", "Der Entzug von {role} bei **{name}**"),
    ("**{moderator}** gave {member} the role {role}.", "**{moderator}** hat {member} die Rolle {role} gegeben."),
    (
        "**{moderator}** gave {member} the role {role} until {until}.",
        "**{moderator}** hat {member} die Rolle {role} bis {until} gegeben.",
    ),
    ("**{moderator}** took the role {role} from {member}.", "**{moderator}** hat {member} die Rolle {role} genommen."),
    (
        "**{moderator}** took the role {role} from {member} until {until}.",
        "**{moderator}** hat {member} die Rolle {role} bis {until} genommen.",
    ),
    (
        "The time is over, so I give {member} the role {role} back.",
        "Die Zeit ist um, darum gebe ich {member} die Rolle {role} zurück.",
    ),
    (
        "The time is over, so I take the role {role} from {member} again.",
        "Die Zeit ist um, darum nehme ich {member} die Rolle {role} wieder.",
    ),
];
