//! What is heard of members: that they join, that they accept the rules, that they leave.

use async_trait::async_trait;
use futures_util::join;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use twilight_model::gateway::Intents;

use super::{
    greet::{self, Greeter},
    log::{self, PostMemberLog},
    model::{Person, Server, Told, is_news},
    settings::MembersSettings,
    store::{self, Past},
    tasks,
};
use crate::{
    db::Tx,
    discord::{client::Client, interaction::User},
    edge,
    platform::{
        bots,
        ctx::Ctx,
        effects::Decided,
        error::{Error, Result},
        feature::{Listener, Task},
        gateway::{self, Event},
        journal, settings,
        tasks::{Enqueued, run_later},
    },
};

/// A member, as far as it matters here. Source: Discord docs, "Guild Resource", Guild Member Object.
#[derive(Debug, Deserialize)]
struct Member {
    user: User,
    joined_at: Option<Timestamp>,
    /// Whether they have yet to accept the server's rules.
    #[serde(default)]
    pending: bool,
}

/// How long what is told of somebody who joins may take.
const STILL_TOLD: SignedDuration = SignedDuration::from_hours(1);

fn person(user: &User) -> Person {
    Person { id: user.id, name: user.shown_name(), is_bot: user.bot }
}

/// What an event led to, to be done once it is handled.
struct Done {
    noted: Enqueued,
    greetings: Vec<Decided>,
    roles: Enqueued,
}

impl Done {
    fn carry_out(self, ctx: &Ctx, discord: Client) {
        greet::greet_later(ctx, discord, self.greetings);
        run_later(ctx, self.roles);
        run_later(ctx, self.noted);
    }
}

/// Greets, logs and gives roles.
#[derive(Debug)]
pub struct Joined;

#[async_trait]
impl Listener for Joined {
    fn name(&self) -> &'static str {
        "members.joined"
    }
    fn event(&self) -> &'static str {
        "GUILD_MEMBER_ADD"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let member: Member = event.read()?;
        let scope = event.scope(ctx);
        let settings =
            scope.read_at_once(async |tx: Tx| settings::read::<MembersSettings>(&tx, event.guild).await).await?;
        if !settings.is_in_use() {
            return Ok(());
        }
        let (server, discord) = scope.read_at_once(async |tx: Tx| surroundings(ctx, &tx, event).await).await?;
        let coming = Coming { ctx, event, settings: &settings, server: &server, member: &member };
        let done = scope.write(async |tx: Tx| coming.handle(&tx, self.name()).await).await?;
        done.carry_out(ctx, discord);
        Ok(())
    }
}

async fn surroundings(ctx: &Ctx, tx: &Tx, event: &Event) -> Result<(Server, Client)> {
    let (server, discord) = join!(store::server(tx, event.guild), bots::client(ctx, tx, event.application));
    Ok((server?, discord?))
}

/// Somebody who joins.
struct Coming<'a> {
    ctx: &'a Ctx,
    event: &'a Event,
    settings: &'a MembersSettings,
    server: &'a Server,
    member: &'a Member,
}

impl Coming<'_> {
    async fn handle(&self, tx: &Tx, listener: &'static str) -> Result<Done> {
        let Self { event, settings, member, .. } = self;
        let (person, now) = (person(&member.user), edge::now());
        let at = member.joined_at.unwrap_or(now);
        gateway::claim(tx, event, listener).await?;
        let mut done = Done { noted: Enqueued::Known, greetings: Vec::new(), roles: Enqueued::Known };
        let place = (event.application, event.guild);
        if settings.log_channel.is_some() {
            let told = log::entry(&Told::Joined { person: person.clone(), at })?;
            done.noted = journal::note(tx, place, PostMemberLog.kind(), vec![told]).await?;
        }
        if !person.is_bot && is_news(at, now) {
            let locale = self.ctx.locale(settings.language());
            let greeter = Greeter { locale, settings, person: &person, server: self.server };
            done.greetings = greet::welcome(tx, event, &greeter, at).await?;
        }
        if settings.roles_of(person.is_bot).is_empty() {
            return Ok(done);
        }
        if member.pending && settings.roles_after_screening && !person.is_bot {
            store::insert_pending(tx, event.guild, person.id, at).await?;
        } else {
            let due = at.checked_add(settings.delay()).unwrap_or(now);
            done.roles = tasks::enqueue(tx, place, &person, at, due).await?;
        }
        Ok(done)
    }
}

/// Gives roles to a member who has accepted the rules.
#[derive(Debug)]
pub struct Screened;

#[async_trait]
impl Listener for Screened {
    fn name(&self) -> &'static str {
        "members.screened"
    }
    fn event(&self) -> &'static str {
        "GUILD_MEMBER_UPDATE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let member: Member = event.read()?;
        if member.pending {
            return Ok(());
        }
        let scope = event.scope(ctx);
        if scope.read_at_once(async |tx: Tx| gets_roles(&tx, event, &member).await).await? {
            let roles = scope.write(async |tx: Tx| screened(&tx, event, self.name(), &member).await).await?;
            run_later(ctx, roles);
        }
        Ok(())
    }
}

/// When they joined, if that was so lately that what is told of it may still be on its way: of two events about one member
/// the later may come first.
fn just_joined(member: &Member) -> Option<Timestamp> {
    member.joined_at.filter(|at| edge::now().duration_since(*at) < STILL_TOLD)
}

/// Whether somebody who need not or no longer accept the rules may have waited for their roles. Who has them already is
/// not given them again: they are given once for each time that somebody joins.
async fn gets_roles(tx: &Tx, event: &Event, member: &Member) -> Result<bool> {
    let (has_waited, settings) =
        join!(store::is_pending(tx, event.guild, member.user.id), settings::read::<MembersSettings>(tx, event.guild));
    let has_roles = !settings?.roles_of(member.user.bot).is_empty();
    Ok(has_waited? || has_roles && just_joined(member).is_some())
}

async fn screened(tx: &Tx, event: &Event, listener: &'static str, member: &Member) -> Result<Enqueued> {
    gateway::claim(tx, event, listener).await?;
    let waited = store::delete_pending(tx, event.guild, member.user.id).await?;
    let Some(joined_at) = waited.or_else(|| just_joined(member)) else { return Ok(Enqueued::Known) };
    let settings = settings::read::<MembersSettings>(tx, event.guild).await?;
    let now = edge::now();
    let due = now.checked_add(settings.delay()).unwrap_or(now);
    tasks::enqueue(tx, (event.application, event.guild), &person(&member.user), joined_at, due).await
}

/// Says goodbye and logs.
#[derive(Debug)]
pub struct Left;

#[async_trait]
impl Listener for Left {
    fn name(&self) -> &'static str {
        "members.left"
    }
    fn event(&self) -> &'static str {
        "GUILD_MEMBER_REMOVE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        #[derive(Deserialize)]
        struct Removed {
            user: User,
        }
        let Removed { user } = event.read()?;
        // Where the bot itself was removed it can tell nobody.
        if user.id == event.application.cast() {
            return Ok(());
        }
        let scope = event.scope(ctx);
        let (settings, past) = scope
            .read_at_once(async |tx: Tx| {
                let (settings, past) =
                    join!(settings::read::<MembersSettings>(&tx, event.guild), store::past(&tx, event.guild, user.id));
                Ok::<_, Error>((settings?, past?))
            })
            .await?;
        if !settings.is_in_use() {
            return Ok(());
        }
        let (server, discord) = scope.read_at_once(async |tx: Tx| surroundings(ctx, &tx, event).await).await?;
        let going = Going { ctx, event, settings: &settings, server: &server, person: person(&user), past: &past };
        let done = scope.write(async |tx: Tx| going.handle(&tx, self.name()).await).await?;
        done.carry_out(ctx, discord);
        Ok(())
    }
}

/// Somebody who leaves.
struct Going<'a> {
    ctx: &'a Ctx,
    event: &'a Event,
    settings: &'a MembersSettings,
    server: &'a Server,
    person: Person,
    past: &'a Past,
}

impl Going<'_> {
    async fn handle(&self, tx: &Tx, listener: &'static str) -> Result<Done> {
        let Self { event, settings, person, past, .. } = self;
        let now = edge::now();
        let at = past.left_at.unwrap_or(now);
        gateway::claim(tx, event, listener).await?;
        store::delete_pending(tx, event.guild, person.id).await?;
        let mut done = Done { noted: Enqueued::Known, greetings: Vec::new(), roles: Enqueued::Known };
        if settings.log_channel.is_some() {
            let (person, roles) = (person.clone(), past.roles.clone());
            let told = log::entry(&Told::Left { person, since: past.joined_at, roles, at })?;
            let place = (event.application, event.guild);
            done.noted = journal::note(tx, place, PostMemberLog.kind(), vec![told]).await?;
        }
        // Found afterwards, it may have been long ago.
        if !person.is_bot && is_news(event.happened_at.unwrap_or(at), now) {
            let locale = self.ctx.locale(settings.language());
            let greeter = Greeter { locale, settings, person, server: self.server };
            // Of one who left it is known when they came: the same goodbye under whichever event.
            done.greetings = greet::goodbye(tx, event, &greeter, past.joined_at.unwrap_or(at)).await?;
        }
        Ok(done)
    }
}
