//! What happens later: temporary bans end.

use async_trait::async_trait;
use futures_util::join;
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::UserMarker};

use super::{model, store};
use crate::{
    db::{Scope, Tx},
    discord::{
        client::{self, Client},
        rest::{Ban, Call, code},
    },
    edge,
    platform::{
        bots,
        ctx::Ctx,
        effects::{self, Act, NewEffect},
        error::{Error, Result},
        feature::Task,
        tasks::Leased,
    },
};

/// Ends a temporary ban, unless the ban that stands by then is another one: made by hand, or by a later case.
#[derive(Debug)]
pub struct LiftBan;

#[async_trait]
impl Task for LiftBan {
    fn kind(&self) -> &'static str {
        "moderation.lift_ban"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let number = number(task)?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let (user, effect, discord) = match open_ban(ctx, &scope, task, number).await? {
            Some(found) => found,
            None => return Ok(json!({ "nothing to lift": "the ban has ended otherwise" })),
        };
        let because = match effect.as_deref() {
            Some("done") => whose(&discord, task, user, number).await?,
            Some("pending" | "running") => {
                return Err(client::Error::Unreachable("the ban itself still waits".to_owned()).into());
            }
            Some("cancelled") => Some("unbanned"),
            _ => Some("refused"),
        };
        if let Some(because) = because {
            scope
                .write(async |tx: Tx| store::end_ban(&tx, task.guild, number, because).await.map_err(Error::from))
                .await?;
            return Ok(json!({ "nothing to lift": because }));
        }
        let lifted = scope.write(async |tx: Tx| lift(&tx, task, user, number).await).await?;
        Ok(json!({ "lifted": lifted }))
    }
}

fn number(task: &Leased) -> Result<i32> {
    let number = task.payload.get("case").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| Error::Internal("the task names no case".to_owned()))
}

/// The member, the state of the ban's effect, and Discord as the bot, if the ban still runs.
async fn open_ban(
    ctx: &Ctx,
    scope: &Scope,
    task: &Leased,
    number: i32,
) -> Result<Option<(Id<UserMarker>, Option<String>, Client)>> {
    let (case, effect, discord) = scope
        .read_at_once(async |tx: Tx| {
            let (case, effect, discord) = join!(
                store::case(&tx, task.guild, number),
                store::effect_of_case(&tx, task.guild, model::subject(number)),
                bots::client(ctx, &tx, task.application)
            );
            Ok::<_, Error>((case?, effect?, discord?))
        })
        .await?;
    let open = case.filter(|case| case.ended_because.is_none());
    Ok(open.map(|case| (case.user, effect.map(|effect| effect.state), discord)))
}

/// Why the ban that stands on Discord is not this case's to lift. None: it is.
async fn whose(discord: &Client, task: &Leased, user: Id<UserMarker>, number: i32) -> Result<Option<&'static str>> {
    match discord.get::<Ban>(Call::get_ban(task.guild, user)).await {
        Ok(ban) if model::is_of_case(ban.reason.as_deref(), number) => Ok(None),
        Ok(_) => Ok(Some("banned_by_hand")),
        Err(error) if error.has_code(code::UNKNOWN_BAN) => Ok(Some("lifted_by_hand")),
        Err(error) => Err(error.into()),
    }
}

/// One transaction: the case ends only if it still runs and its time is over, and only then the unban is decided.
async fn lift(tx: &Tx, task: &Leased, user: Id<UserMarker>, number: i32) -> Result<bool> {
    if !store::expire_ban(tx, task.guild, number, edge::now()).await? {
        return Ok(false);
    }
    let effect = NewEffect {
        application: task.application,
        guild: task.guild,
        act: Act::Unban { user },
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/expired", task.guild),
        requested_by: None,
        reason: Some(model::audit_reason(number, "Guildhall", Some("the temporary ban is over"))),
        at_once: false,
    };
    effects::decide(tx, effect).await?;
    Ok(true)
}
