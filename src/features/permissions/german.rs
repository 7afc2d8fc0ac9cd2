//! What permissions say, in German.

/// English and German.
pub const SENTENCES: &[(&str, &str)] = &[
    ("Decide who may use which of my commands", "Festlegen, wer welche meiner Befehle benutzen darf"),
    ("/permissions", "berechtigungen"),
    // Options of several commands.
    ("target:", "was"),
    ("user:", "nutzer"),
    ("role:", "rolle"),
    ("channel:", "kanal"),
    (
        "Say which command or feature it is about. Pick one from the suggestions.",
        "Sag, um welchen Befehl oder welche Funktion es geht. Wähl aus den Vorschlägen.",
    ),
    (
        "Say whom it is about: a user or a role. For everyone, choose the role @everyone.",
        "Sag, um wen es geht: einen Nutzer oder eine Rolle. Für alle wähl die Rolle @everyone.",
    ),
    ("Choose a user or a role, not both.", "Wähl einen Nutzer oder eine Rolle, nicht beides."),
    (
        "I have nothing called “{text}”. Pick one from the suggestions.",
        "Etwas namens „{text}“ habe ich nicht. Wähl aus den Vorschlägen.",
    ),
    (
        "{command} is for everybody everywhere, so nothing about it can be granted or denied.",
        "{command} ist überall für alle da, darum lässt sich daran nichts freigeben oder sperren.",
    ),
    // Who may decide.
    (
        "Who may decide about permissions is for the owner of the server and its administrators to say. Ask one of them.",
        "Wer über Berechtigungen entscheidet, legen der Besitzer des Servers und die Administratoren fest. Frag jemanden von ihnen.",
    ),
    (
        "You can't decide about {command}, because you may not use it yourself there: {reason}. Ask somebody who may.",
        "Über {command} kannst du nicht entscheiden, weil du es dort selbst nicht benutzen darfst: {reason}. Frag jemanden, der es darf.",
    ),
    // /permissions grant
    ("/grant", "freigeben"),
    ("Let somebody use a command, or keep them from it", "Jemanden einen Befehl benutzen lassen oder davon abhalten"),
    ("To whom", "Für wen"),
    ("To whoever has this role; @everyone for all", "Für wen mit dieser Rolle; @everyone für alle"),
    (
        "Which command, or which feature with all its commands",
        "Welcher Befehl, oder welche Funktion mit allen ihren Befehlen",
    ),
    ("Where, with its threads; leave out for everywhere", "Wo, samt den Threads; lass es weg für überall"),
    ("deny:", "sperren"),
    ("Whether to keep them from it instead", "Ob sie stattdessen davon abgehalten werden"),
    (
        "This server has {most} grants, and there can be no more. Look through /permissions list and take back what nobody needs.",
        "Dieser Server hat {most} Freigaben und Sperren, mehr gehen nicht. Sieh /berechtigungen liste durch und nimm zurück, was niemand braucht.",
    ),
    ("It is so already: {grant}.", "Das ist schon so: {grant}."),
    ("Until now: {grant}.", "Bisher: {grant}."),
    (
        "From now on this holds everywhere: {subject} may use {what}.",
        "Von jetzt an gilt überall: {what} ist für {subject} freigegeben.",
    ),
    (
        "From now on this holds in {channel}: {subject} may use {what}.",
        "Von jetzt an gilt in {channel}: {what} ist für {subject} freigegeben.",
    ),
    (
        "From now on this holds everywhere: {what} is denied to {subject}. It binds neither the owner nor administrators.",
        "Von jetzt an gilt überall: {what} ist für {subject} gesperrt. Besitzer und Administratoren bindet das nicht.",
    ),
    (
        "From now on this holds in {channel}: {what} is denied to {subject}. It binds neither the owner nor administrators.",
        "Von jetzt an gilt in {channel}: {what} ist für {subject} gesperrt. Besitzer und Administratoren bindet das nicht.",
    ),
    (
        "Discord itself hides {commands} from whoever lacks {names}. The owner changes that in Server Settings › Integrations › {bot} › the command.",
        "Discord selbst verbirgt {commands} vor allen, denen diese Berechtigung fehlt: {names}. Der Besitzer ändert das in Servereinstellungen › Integrationen › {bot} › der Befehl.",
    ),
    // /permissions revoke
    ("/revoke", "zurücknehmen"),
    ("Take back what was granted or denied", "Eine Freigabe oder Sperre zurücknehmen"),
    ("From whom", "Von wem"),
    ("From whoever has this role; @everyone for all", "Von wem mit dieser Rolle; @everyone für alle"),
    ("Which command or feature", "Welcher Befehl oder welche Funktion"),
    (
        "In which channel; leave out for what holds everywhere",
        "In welchem Kanal; lass es weg für das, was überall gilt",
    ),
    ("Taken back: {grant}.", "Zurückgenommen: {grant}."),
    ("There is no such grant, so nothing was changed.", "So etwas ist nicht festgelegt: Es wurde nichts geändert."),
    ("What stays:", "Was bleibt:"),
    ("No other grant to {subject} is about {what}.", "Sonst ist über {what} für {subject} nichts festgelegt."),
    // /permissions list
    ("/list", "liste"),
    ("See what is granted and denied to whom", "Sehen, was für wen freigegeben und gesperrt ist"),
    ("Only what is about this person", "Nur was diese Person betrifft"),
    ("Only what is about this role", "Nur was diese Rolle betrifft"),
    ("Only what is about this command or feature", "Nur was diesen Befehl oder diese Funktion betrifft"),
    (
        "Nothing is granted or denied: Discord's own permissions decide.",
        "Nichts ist freigegeben oder gesperrt: Discords eigene Berechtigungen entscheiden.",
    ),
    ("No grant is about that.", "Dazu ist nichts festgelegt."),
    ("Who may use what", "Wer was benutzen darf"),
    ("Newest", "Neueste"),
    ("Older", "Ältere"),
    ("a deleted role", "eine gelöschte Rolle"),
    ("(I no longer have it)", "(das habe ich nicht mehr)"),
    ("granted", "freigegeben"),
    ("denied", "gesperrt"),
    ("Take one back", "Eine zurücknehmen"),
    ("That grant is gone already.", "Das ist schon zurückgenommen."),
    (
        "This leads nowhere. Use /permissions list instead.",
        "Das führt nirgends hin. Nimm stattdessen /berechtigungen liste.",
    ),
    // /permissions explain
    ("/explain", "erklären"),
    (
        "See why somebody may use a command, or why not",
        "Sehen, warum jemand einen Befehl benutzen darf oder warum nicht",
    ),
    ("Who", "Wer"),
    ("command:", "befehl"),
    ("Which command", "Welchen Befehl"),
    ("Where, if not here", "Wo, wenn nicht hier"),
    ("Choose a person.", "Wähl eine Person."),
    ("They are not in this server.", "Diese Person ist nicht auf dem Server."),
    (
        "I can't see {channel}. Give my role View Channels there.",
        "{channel} kann ich nicht sehen. Gib meiner Rolle dort „Kanal ansehen“.",
    ),
    ("{who} may use {command} in {channel}: {reason}.", "{who} darf {command} in {channel} benutzen: {reason}."),
    (
        "{who} may not use {command} in {channel}: {reason}.",
        "{who} darf {command} in {channel} nicht benutzen: {reason}.",
    ),
];
