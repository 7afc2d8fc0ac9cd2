//! What the relay does, as far as the worker can tell: it writes events down and pokes.

use guildhall::{edge, platform::peer};
use serde_json::Value;

use super::{App, TICK_SEED};

impl App {
    /// Sets the demo's bot up in its guild, as a bot that joins is.
    pub async fn install(&self) {
        let sql = "select open_installation($1, $2)";
        let ids = (self.demo.application.cast_signed(), self.demo.guild.cast_signed());
        let open = sqlx::query(sql).bind(ids.0).bind(ids.1);
        open.execute(&mut self.admin().await).await.expect("the bot is set up");
    }

    /// Writes down what Discord said to the demo's bot, with the relay's own rights.
    pub async fn hears(&self, event: &str, payload: Value) {
        let mut relay = self.admin().await;
        sqlx::raw_sql("set role guildhall_relay").execute(&mut relay).await.expect("the role is there");
        let sql = "insert into gateway_events (tenant_id, application_id, guild_id, event, payload)
                   select tenant_id, application_id, guild_id, $1, $2 from installations where is_primary";
        let written =
            sqlx::query(sql).bind(event).bind(payload).execute(&mut relay).await.expect("the relay may write");
        assert_eq!(written.rows_affected(), 1, "the bot is set up in one guild");
    }

    /// Pokes once; how many events were handed out.
    pub async fn poke(&self) -> u64 {
        let headers = peer::sign(&TICK_SEED, edge::now().as_second(), "POST", "/gateway", b"");
        let (status, body) = self.post(&format!("{}/gateway", self.url), &headers, b"").await;
        assert_eq!(status, 200, "{body}");
        let body: Value = serde_json::from_str(&body).expect("a poke answers JSON");
        body["events"].as_u64().expect("with the number of events")
    }
}
