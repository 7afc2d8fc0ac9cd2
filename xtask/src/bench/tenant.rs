//! A tenant with a bot in one guild.

use guildhall::platform::bots::{self, NewBot};
use guildhall::platform::ctx::Ctx;
use sqlx::PgConnection;
use twilight_model::id::Id;
use uuid::Uuid;

use super::keys::Key;

/// The application, and the guild that it is installed in.
pub const APPLICATION: u64 = 1_190_000_000_000_000_001;
pub const GUILD: u64 = 290_926_798_626_357_999;

/// Makes it; the tenant's id.
pub async fn provision(ctx: &Ctx, key: &Key, admin: &mut PgConnection) -> anyhow::Result<Uuid> {
    let tenant = bots::provision_tenant(&ctx.db, "Bench").await?;
    let bot = NewBot {
        application: Id::new(APPLICATION),
        tenant,
        name: "Bench".to_owned(),
        public_key: key.public(),
        token: "not used".to_owned(),
        open_installs: true,
    };
    bots::add(ctx, bot).await?;
    let sql = "select open_installation($1, $2)";
    sqlx::query(sql).bind(APPLICATION.cast_signed()).bind(GUILD.cast_signed()).execute(admin).await?;
    Ok(tenant)
}
