//! What a moderator asks for, whether by command or by form.

use jiff::{SignedDuration, Timestamp};
use twilight_model::{application::command::CommandOption, channel::message::Component, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use crate::{
    discord::{
        interaction::{Member, User},
        options::Target,
    },
    features::moderation::{
        model::{CaseKind, LASTING},
        store::NewCase,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        form,
        invocation::Invocation,
        locale::{Locale, say},
        permissions,
    },
};

/// The longest reason that is kept, in characters.
pub const REASON: u16 = 1_000;

/// A request to act on somebody.
#[derive(Debug, Clone)]
pub struct Request {
    pub target: Target,
    pub reason: Option<String>,
    /// In whose name, if not in one's own.
    pub on_behalf_of: Option<User>,
}

impl Request {
    /// What a command's options say.
    pub fn read(call: &Invocation) -> Result<Self> {
        let target = call.options.user("user").ok_or_else(|| Error::user(say!(call.locale, "Choose a person.")))?;
        Ok(Self {
            target,
            reason: read_reason(call.locale, call.options.text("reason"))?,
            on_behalf_of: read_behalf(call)?,
        })
    }

    /// Refuses whoever is not a member of this server.
    pub fn of_member(self, locale: Locale) -> Result<Self> {
        match self.target.member {
            Some(_) => Ok(self),
            None => Err(Error::user(say!(
                locale,
                "They are not in this server. To keep them out, use /ban; to remember something about them, use /note."
            ))),
        }
    }

    /// The case that records the act.
    pub fn case(&self, call: &Invocation, kind: CaseKind) -> NewCase {
        let moderator = self.on_behalf_of.as_ref().unwrap_or(&call.actor);
        NewCase {
            application: call.application,
            guild: call.guild,
            kind,
            user: self.target.user.id,
            user_name: self.target.user.shown_name(),
            moderator: moderator.id,
            moderator_name: moderator.shown_name(),
            made_by: (moderator.id != call.actor.id).then_some(call.actor.id),
            reason: self.reason.clone(),
            expires_at: None,
        }
    }
}

/// The member that the option `user` names.
pub fn member_option(call: &Invocation) -> Result<(User, Member)> {
    let target = call.options.user("user").ok_or_else(|| Error::user(say!(call.locale, "Choose a person.")))?;
    let member = target.member.ok_or_else(|| Error::user(say!(call.locale, "They are not in this server.")))?;
    Ok((target.user, member))
}

/// The option for a reason.
pub fn reason_option() -> CommandOption {
    StringBuilder::new("reason", "Why: kept in the case and in the audit log").max_length(REASON).into()
}

/// The option for the reason of an act that opens no case.
pub fn audit_option() -> CommandOption {
    StringBuilder::new("reason", "Why: kept in the audit log").max_length(REASON).into()
}

/// The same in a form.
pub fn reason_input(label: String, description: String, is_required: bool, value: Option<String>) -> Component {
    form::Text { custom_id: "reason", label, description, longest: REASON, is_required, is_long: true, value }.into()
}

/// The option for acting in somebody else's name.
pub fn behalf_option() -> CommandOption {
    UserBuilder::new("on_behalf_of", "In whose name, if not in yours; needs Manage Server").into()
}

/// A reason as it is kept: trimmed, at most 1,000 characters, absent if empty.
pub fn read_reason(locale: Locale, text: Option<&str>) -> Result<Option<String>> {
    // Postgres keeps no NUL.
    let text = text.map(|text| text.replace('\0', ""));
    let Some(text) = text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > usize::from(REASON) {
        return Err(Error::user(say!(locale, "That is too long: keep it within 1,000 characters.")));
    }
    Ok(Some(text.to_owned()))
}

/// For how long, if the person says so.
pub fn read_lasting(locale: Locale, text: Option<&str>) -> Result<Option<SignedDuration>> {
    text.map(|text| LASTING.read(locale, text)).transpose().map_err(Error::user)
}

/// When what begins with this request is over. None: never.
pub fn end_of(ctx: &Ctx, lasting: Option<SignedDuration>) -> Result<Option<Timestamp>> {
    let end = lasting.map(|lasting| ctx.arrived_at.checked_add(lasting)).transpose();
    end.map_err(|error| Error::Internal(error.to_string()))
}

fn read_behalf(call: &Invocation) -> Result<Option<User>> {
    call.options.user("on_behalf_of").map_or(Ok(None), |named| behalf(call, named))
}

/// In whose name somebody acts who names this person. None: in their own.
pub fn behalf(call: &Invocation, named: Target) -> Result<Option<User>> {
    if named.user.id == call.actor.id {
        return Ok(None);
    }
    // A grant for the command is none for this: it would let somebody sign for whomever they like.
    if !permissions::missing(call.permissions(), Permissions::MANAGE_GUILD).is_empty() {
        return Err(Error::user(say!(
            call.locale,
            "Acting in somebody else's name needs the permission Manage Server. Leave that option out."
        )));
    }
    if named.member.is_none() || named.user.bot {
        return Err(Error::user(say!(call.locale, "You can act in the name of members of this server only.")));
    }
    Ok(Some(named.user))
}
