//! How Postgres finds messages, read from the plans that it says it used.

use std::{pin::pin, str::FromStr};

use futures_util::{StreamExt, future, stream};
use guildhall::discord::snowflake;
use jiff::Timestamp;
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpStream;
use tokio_postgres::{AsyncMessage, Config, NoTls};

use crate::support::{App, Via};

/// Many messages of two tenants that have many words in common.
async fn with_many() -> App {
    let app = App::start().await;
    let mut relay = app.relay().await;
    let fill = "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content, mentioned_user_ids)
                select case when n % 2 = 0 then $1 else gen_random_uuid() end, 1, 10, $2 + n, n % 50, 'somebody',
                  'number ' || n || ' of many ' || md5(n::text), case when n % 100 = 0 then array[n::bigint] else '{}' end
                from generate_series(1, 24000) n";
    let first = snowflake::first_of(Timestamp::now()).cast_signed();
    sqlx::query(fill).bind(app.tenant).bind(first).execute(&mut relay).await.unwrap();
    // As autovacuum does by and by: what waits in pending lists is sorted in, and the statistics know the words.
    app.execute("vacuum analyze messages").await;
    app
}

/// Runs a search as the worker, in the tenant's scope, for messages after this one; the plan of the statement inside, as
/// auto_explain tells it.
async fn plan(app: &App, arguments: &str, after: u64) -> String {
    let address = PgConnectOptions::from_str(&app.database.worker_url(Via::Direct)).unwrap();
    let stream = TcpStream::connect((address.get_host(), address.get_port())).await.unwrap();
    // Only an administrator may load it; the role is the worker's from then on.
    let config = Config::new().user("postgres").dbname(&app.database.name).clone();
    let (client, mut connection) = config.connect_raw(stream, NoTls).await.unwrap();
    let tenant = app.tenant;
    let statements = format!(
        "load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
         set client_min_messages = log; set role guildhall_worker;
         begin; select set_config('app.tenant_id', '{tenant}', true);
         select * from search_messages(1, '{{10}}', '{{}}', {arguments}, {after}, 9223372036854775807, true, 9); commit"
    );
    let work = async { client.batch_execute(&statements).await.map(|()| drop(client)) };
    let notices =
        stream::poll_fn(move |context| connection.poll_message(context)).filter_map(async |message| match message {
            Ok(AsyncMessage::Notice(notice)) => Some(notice.message().to_owned()),
            _ => None,
        });
    let (ran, plans) = future::join(work, pin!(notices).collect::<Vec<_>>()).await;
    ran.unwrap();
    plans.into_iter().filter(|plan| plan.contains("from messages m")).collect()
}

/// That the plan reads this index, with the tenant as its first condition.
fn assert_reads(plan: &str, index: &str) {
    let mut lines = plan.lines().skip_while(|line| !line.contains(index));
    let condition = lines.find(|line| line.contains("Index Cond:"));
    assert!(condition.is_some_and(|line| line.contains("(tenant_id = '")), "{index}: {plan}");
}

#[tokio::test]
async fn words_letters_and_mentions_are_found_by_their_index_under_the_workers_role() {
    let app = with_many().await;
    for (arguments, index) in [
        ("'4242', 'english', null, null, null, null", "_guild_id_words_idx"),
        ("null, 'english', 'c4ca4', null, null, null", "_guild_id_message_text_idx"),
        ("null, 'german', null, null, 4200, null", "_mentioned_user_ids_idx"),
        ("null, 'english', null, 7, null, null", "_author_user_id_message_id_idx"),
    ] {
        assert_reads(&plan(&app, arguments, 0).await, index);
    }
}

#[tokio::test]
async fn months_that_a_search_leaves_out_are_not_read() {
    let app = with_many().await;
    let words = "'4242', 'english', null, null, null, null";
    let months = async |after| plan(&app, words, after).await.matches(" on messages_2").count();
    let (all, newer) = (months(0).await, months(snowflake::first_of(Timestamp::now())).await);
    assert!(newer >= 1 && newer < all, "{newer} of {all}");
}
