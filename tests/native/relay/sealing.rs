//! A server that wants its messages encrypted: the relay writes none of their words.

use serde_json::json;

use crate::support::App;

/// What anybody with the database could read of messages and of what they said before.
const READABLE: &str = "select count(*) from (
    select content, embeds, attachments from messages union all select content, embeds, attachments from message_versions) m
  where message_text(content, embeds, attachments) not in ('', 'https://')";

impl App {
    async fn seals(&self, value: &str) {
        let options = json!({ "setting": "messages.encrypted", "value": value });
        let said = self.says(self.manager(), "settings set", options).await;
        assert!(said.starts_with("Saved as version "), "{said}");
    }

    fn edit(&self, message: u64, content: &str) {
        let mut world = self.sandbox.world();
        let now = world.now_ms();
        let message = world.messages.get_mut(&message).unwrap();
        (message.content, message.edited, message.changed_at_ms) = (content.to_owned(), true, now);
    }

    /// What a moderator reads who searches for what mallory wrote, deleted messages included.
    async fn read(&self) -> String {
        let from = json!({ "from": self.demo.member.to_string(), "deleted": true });
        let reply = self.sandbox.command(self.moderator(), "search", from).await.unwrap();
        reply.response.unwrap()["data"].to_string()
    }
}

#[tokio::test]
async fn messages_edits_and_deletions_are_mirrored_sealed_and_read_by_moderators() {
    let (app, _relay) = App::relayed().await;
    app.seals("on").await;
    let id = app.write("first words, see https://a.example");
    app.counts("select count(*) from messages where sealed is not null and content = 'https://'", 1).await;
    app.edit(id, "second words");
    app.counts("select count(*) from messages where sealed is not null and content = '' and revision = 1", 1).await;
    app.counts("select count(*) from message_versions where sealed is not null", 1).await;
    app.sandbox.world().messages.remove(&id);
    app.counts("select count(*) from messages where deleted_at is not null", 1).await;
    assert_eq!(app.value::<i64>(READABLE).await, 0);
    assert_eq!(app.value::<i64>("select count(*) from gateway_rejects").await, 0);
    let found = app.read().await;
    assert!(found.contains("second words") && found.contains("(deleted)"), "{found}");
}

#[tokio::test]
async fn what_was_plain_is_sealed_by_its_next_edit_and_what_was_sealed_is_plain_again_after_the_setting_is_off() {
    let (app, _relay) = App::relayed().await;
    let id = app.write("plain at first");
    app.counts("select count(*) from messages where content = 'plain at first'", 1).await;
    app.seals("on").await;
    app.edit(id, "sealed then");
    app.counts("select count(*) from messages where sealed is not null", 1).await;
    app.counts("select count(*) from message_versions where content = 'plain at first'", 1).await;
    app.run_waiting().await;
    assert_eq!(app.value::<i64>(READABLE).await, 0, "the task seals what the relay had kept in clear");
    app.seals("off").await;
    app.write("plain again");
    app.counts("select count(*) from messages where content = 'plain again'", 1).await;
    let found = app.read().await;
    assert!(found.contains("sealed then") && found.contains("plain again"), "{found}");
}

#[tokio::test]
async fn a_relay_that_cannot_open_the_key_writes_nothing_in_clear() {
    let (app, _relay) = App::relayed().await;
    app.seals("on").await;
    app.execute("update message_keys set wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))").await;
    app.write("not to be read");
    app.counts("select count(*) from gateway_shards where recorded_at > now() - interval '1 minute'", 1).await;
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 0);
    app.execute("update message_keys set wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))").await;
    app.counts("select count(*) from messages where sealed is not null", 1).await;
    assert_eq!(app.value::<i64>(READABLE).await, 0);
}

#[tokio::test]
async fn the_log_of_messages_says_what_was_sealed() {
    let (app, _relay) = App::relayed().await;
    app.seals("on").await;
    let options = json!({ "setting": "messages.log_channel", "channel": app.demo.mod_log.to_string() });
    let said = app.says(app.manager(), "settings set", options).await;
    assert!(said.starts_with("Saved as version "), "{said}");
    let id = app.write("words of the past");
    app.counts("select count(*) from messages where sealed is not null", 1).await;
    app.sandbox.world().messages.remove(&id);
    crate::support::eventually("the deletion is logged", async || {
        app.run_waiting().await;
        format!("{:?}", app.posts(app.demo.mod_log)).contains("words of the past")
    })
    .await;
}
