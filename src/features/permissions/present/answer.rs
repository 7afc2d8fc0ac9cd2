//! What is answered to who grants, revokes or asks why.

use twilight_model::{
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};

use crate::{
    discord::limits::{CONTENT, shorten},
    features::{
        permissions::model::{Barred, Part},
        registration,
    },
    platform::{
        ctx::Ctx,
        feature::shown_name,
        invocation::Invocation,
        locale::{Locale, first_of, say},
        permissions::{Because, Effect, Grant, Key, MOST, Person, Put, granted, missing, named, reason, whom},
    },
};

/// Names before the rest is only counted.
const NAMED: usize = 5;

/// Why somebody can't decide about something.
pub fn barred(locale: Locale, barred: &Barred) -> String {
    match barred {
        Barred::Reserved => say!(
            locale,
            "Who may decide about permissions is for the owner of the server and its administrators to say. Ask one of them."
        ),
        Barred::NotTheirs { part, because } => say!(
            locale,
            "You can't decide about {command}, because you may not use it yourself there: {reason}. Ask somebody who may.",
            command = shown_name(locale, part.command),
            reason = reason(locale, because)
        ),
    }
}

/// What became of a grant, a line each.
pub fn put(locale: Locale, key: &Key, effect: Effect, put: &Put) -> Vec<String> {
    let was = |grant: &Grant| granted(locale, grant, &whom(locale, grant.key.subject));
    match put {
        Put::Full => vec![say!(
            locale,
            "This server has {most} grants, and there can be no more. Look through /permissions list and take back what nobody needs.",
            most = MOST
        )],
        Put::Unchanged(same) => vec![say!(locale, "It is so already: {grant}.", grant = was(same))],
        Put::Added => vec![decided(locale, key, effect)],
        Put::Replaced(before) => {
            vec![decided(locale, key, effect), say!(locale, "Until now: {grant}.", grant = was(before))]
        }
    }
}

fn decided(locale: Locale, key: &Key, effect: Effect) -> String {
    let (subject, what) = (whom(locale, key.subject), key.target.shown(locale));
    let channel = key.channel.map(|channel| format!("<#{channel}>"));
    match (effect, channel) {
        (Effect::Allow, None) => {
            say!(locale, "From now on this holds everywhere: {subject} may use {what}.", subject = subject, what = what)
        }
        (Effect::Allow, Some(channel)) => say!(
            locale,
            "From now on this holds in {channel}: {subject} may use {what}.",
            channel = channel,
            subject = subject,
            what = what
        ),
        (Effect::Deny, None) => say!(
            locale,
            "From now on this holds everywhere: {what} is denied to {subject}. It binds neither the owner nor administrators.",
            subject = subject,
            what = what
        ),
        (Effect::Deny, Some(channel)) => say!(
            locale,
            "From now on this holds in {channel}: {what} is denied to {subject}. It binds neither the owner nor administrators.",
            channel = channel,
            subject = subject,
            what = what
        ),
    }
}

/// That Discord hides commands from somebody whom it lets do only what is `held`, and where that is changed. None: it
/// shows all of them.
pub fn hidden(ctx: &Ctx, call: &Invocation, parts: &[Part], held: Permissions) -> Option<String> {
    let (mut lacking, mut commands) = (Permissions::empty(), Vec::new());
    for part in parts {
        let missing = missing(held, registration::shown_with(ctx.features, part.command));
        if !missing.is_empty() {
            lacking |= missing;
            commands.push(shown_name(call.locale, part.command));
        }
    }
    (!commands.is_empty()).then(|| {
        say!(
            call.locale,
            "Discord itself hides {commands} from whoever lacks {names}. The owner changes that in Server Settings › Integrations › {bot} › the command.",
            commands = first_of(call.locale, commands.into_iter(), NAMED),
            names = named(call.locale, lacking),
            bot = format_args!("<@{}>", call.application)
        )
    })
}

/// What was revoked, if it was there, and what else that subject's grants say about the same.
pub fn revoked(locale: Locale, key: &Key, grant: Option<&Grant>, left: &[Grant]) -> String {
    let (subject, what) = (whom(locale, key.subject), key.target.shown(locale));
    let head = match grant {
        Some(grant) => revoked_line(locale, grant),
        None => say!(locale, "There is no such grant, so nothing was changed."),
    };
    let rest = match left {
        [] => say!(locale, "No other grant to {subject} is about {what}.", subject = subject, what = what),
        left => {
            let lines = left.iter().map(|grant| format!("- {}", granted(locale, grant, &subject)));
            let lines = lines.collect::<Vec<_>>().join("\n");
            format!("{}\n{lines}", say!(locale, "What stays:"))
        }
    };
    shorten(&format!("{head}\n{rest}"), CONTENT)
}

/// What was revoked.
pub fn revoked_line(locale: Locale, grant: &Grant) -> String {
    let grant = granted(locale, grant, &whom(locale, grant.key.subject));
    say!(locale, "Taken back: {grant}.", grant = grant)
}

/// Why somebody may use a command in a channel, or not.
pub fn explained(
    locale: Locale,
    person: &Person,
    part: Part,
    channel: Option<Id<ChannelMarker>>,
    because: &Because,
) -> String {
    let who = format!("<@{}>", person.user);
    let command = shown_name(locale, part.command);
    let channel = channel.map(|channel| format!("<#{channel}>")).unwrap_or_default();
    let reason = reason(locale, because);
    if because.allows() {
        say!(
            locale,
            "{who} may use {command} in {channel}: {reason}.",
            who = who,
            command = command,
            channel = channel,
            reason = reason
        )
    } else {
        say!(
            locale,
            "{who} may not use {command} in {channel}: {reason}.",
            who = who,
            command = command,
            channel = channel,
            reason = reason
        )
    }
}
