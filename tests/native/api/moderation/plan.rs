//! How Postgres finds the cases of a list, read from the plans that it says it used for the worker's own statements.

use super::at;
use crate::support::Explained;

/// 20,000 cases of two tenants.
async fn with_many() -> Explained {
    let explained = Explained::start().await;
    let app = &explained.app;
    app.install().await;
    let fill = "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name, created_at, hidden_at, hidden_by_user_id)
                select tenant, guild, n, 1, (array['ban', 'kick', 'warn', 'note', 'timeout'])[n % 5 + 1], n % 1000 + 1, 'somebody', n % 20 + 1, 'someone',
                  now() - make_interval(mins => 10000 - n), hidden, case when hidden is not null then 1 end
                from (select $1::uuid as tenant union all select id from tenants where id <> $1) tenants, generate_series(1, 10000) n,
                  lateral (select case when n % 500 = 0 then now() end as hidden) h, (select $2::bigint as guild) g";
    app.execute("insert into tenants (name) values ('Other')").await;
    let query = sqlx::query(fill).bind(app.tenant).bind(app.demo.guild.cast_signed());
    query.execute(&mut app.admin().await).await.unwrap();
    app.execute("update cases set ended_at = now(), ended_because = 'lifted' where kind in ('ban', 'timeout') and number % 100 <> 0").await;
    app.execute("vacuum analyze cases").await;
    explained
}

#[tokio::test]
async fn no_filter_and_no_order_of_cases_reads_the_whole_table() {
    let explained = with_many().await;
    let app = &explained.app;
    let viewer = app.member(app.demo.elder, "merlin", "viewer").await;
    let moment = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(48);
    for (filter, index) in [
        (String::new(), "cases_pkey"),
        ("user_id=7".to_owned(), "cases_of_member"),
        ("moderator_user_id=7".to_owned(), ""),
        ("kind=warn".to_owned(), ""),
        (format!("created_after={moment}"), ""),
        (format!("created_before={moment}"), ""),
        ("running=true".to_owned(), "cases_running"),
        ("running=false".to_owned(), ""),
        ("hidden=only".to_owned(), "cases_hidden"),
        ("hidden=with".to_owned(), "cases_pkey"),
        ("user_id=7&kind=ban&running=true&hidden=with".to_owned(), ""),
    ] {
        for sort in ["newest", "oldest"] {
            let path = at(app, &format!("/cases?{filter}&sort={sort}&cursor=5000"));
            let plans = explained.plans("cases", async {
                let answer = viewer.get(&path).await;
                assert_eq!(answer.status, 200, "{}", answer.text);
            });
            let plan = plans.await.concat();
            assert!(plan.contains("on cases"), "{filter} {sort}: {plan}");
            assert!(!plan.contains("Seq Scan"), "{filter} {sort}: {plan}");
            assert!(plan.contains(index), "{filter} {sort}: {plan}");
        }
    }
}
