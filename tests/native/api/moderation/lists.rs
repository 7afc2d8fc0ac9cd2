//! Lists of cases.

use serde_json::{Value, json};

use super::{act, at, grace, start};
use crate::support::{App, Person};

/// The numbers of the cases that a list shows.
async fn numbers(app: &App, by: &Person<'_>, query: &str) -> Vec<i64> {
    let answer = by.get(&at(app, &format!("/cases{query}"))).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json["items"].as_array().unwrap().iter().map(|case| case["number"].as_i64().unwrap()).collect()
}

/// Five cases: a warning of mallory, one of alice's by ada, a timeout that is over, a ban that stands, and a hidden note.
async fn with_cases(app: &App) -> Person<'_> {
    let grace = grace(app).await;
    app.execute(
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name, reason,
                            created_at, expires_at, hidden_at, hidden_by_user_id)
         select tenant_id, guild_id, number, application_id, kind, person, 'somebody', moderator, 'someone', 'why',
           timestamptz '2026-01-01' + number * interval '1 day', ends, hidden, case when hidden is not null then 1 end
         from installations, (values
           (1, 'warn', 501, 601, null::timestamptz, null::timestamptz),
           (2, 'warn', 502, 602, null, null),
           (3, 'timeout', 501, 601, timestamptz '2026-01-05', null),
           (4, 'ban', 502, 601, null, null),
           (5, 'note', 501, 602, null, now())) as one (number, kind, person, moderator, ends, hidden)",
    )
    .await;
    grace
}

#[tokio::test]
async fn cases_are_found_by_whom_they_are_about_by_whom_of_what_kind_and_when() {
    let app = start().await;
    let grace = with_cases(&app).await;
    for (query, found) in [
        ("", vec![4, 3, 2, 1]),
        ("?sort=oldest", vec![1, 2, 3, 4]),
        ("?user_id=501", vec![3, 1]),
        ("?moderator_user_id=602", vec![2]),
        ("?kind=warn", vec![2, 1]),
        ("?kind=warn&user_id=502&sort=oldest", vec![2]),
        ("?created_after=2026-01-03T00:00:00Z", vec![4, 3, 2]),
        ("?created_before=2026-01-03T00:00:00Z", vec![1]),
        ("?running=true", vec![4]),
        ("?running=false", vec![3]),
        ("?hidden=with", vec![5, 4, 3, 2, 1]),
        ("?hidden=only", vec![5]),
        ("?user_id=999", vec![]),
        ("?created_after=-009999-06-01T00:00:00Z&created_before=9999-12-30T00:00:00Z", vec![4, 3, 2, 1]),
    ] {
        assert_eq!(numbers(&app, &grace, query).await, found, "{query}");
    }
    for query in ["?kind=spank", "?sort=best", "?user_id=x", "?running=perhaps", "?cursor=x", "?created_after=soon"] {
        assert_eq!(grace.get(&at(&app, &format!("/cases{query}"))).await.problem(), (422, "invalid"), "{query}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition_in_either_order() {
    let app = start().await;
    let grace = with_cases(&app).await;
    for (sort, expected) in [("newest", [4, 3, 2, 1]), ("oldest", [1, 2, 3, 4])] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = grace.get(&at(&app, &format!("/cases?limit=1&sort={sort}{cursor}"))).await;
            found.extend(page.json["items"].as_array().unwrap().iter().map(|case| case["number"].as_i64().unwrap()));
            match page.json["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, expected, "{sort}");
    }
}

#[tokio::test]
async fn the_list_is_a_table_whose_cells_no_spreadsheet_takes_for_formulas() {
    let app = start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "warn", json!({ "reason": "=HYPERLINK(\"https://evil.example\"), \"twice\"\nand again" })).await;
    let table = grace.get(&at(&app, "/cases?format=csv")).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let (head, row) = table.text.split_once("\r\n").unwrap();
    assert!(head.starts_with("number,created_at,kind,user_id,user_name,moderator_user_id,"), "{head}");
    assert!(row.starts_with("1,") && row.contains(",warn,"), "{row}");
    let cell = ",\"'=HYPERLINK(\"\"https://evil.example\"\"), \"\"twice\"\"\nand again\",";
    assert!(row.contains(cell), "{row}");
}

#[tokio::test]
async fn a_table_has_all_rows_of_a_long_list() {
    let app = start().await;
    let grace = grace(&app).await;
    app.execute(
        "insert into cases (tenant_id, guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name)
         select tenant_id, guild_id, n, application_id, 'note', 5, 'somebody', 6, 'someone' from installations, generate_series(1, 1200) n",
    )
    .await;
    let table = grace.get(&at(&app, "/cases?format=csv&sort=oldest")).await;
    let numbers: Vec<&str> = table.text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let expected: Vec<String> = (1..=1_200).map(|number| number.to_string()).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_case_that_is_not_there_is_not_found() {
    let app = start().await;
    let grace = grace(&app).await;
    for path in ["/cases/1", "/cases/0", "/cases/-1", "/cases/x", "/cases/99999999999", "/cases/1/evidence"] {
        assert_eq!(grace.get(&at(&app, path)).await.problem(), (404, "not_found"), "{path}");
    }
    assert_eq!(grace.post(&at(&app, "/cases/1/notes"), json!({ "body": "x" })).await.problem(), (404, "not_found"));
    assert_eq!(grace.patch(&at(&app, "/cases/1"), 1, json!({ "reason": "x" })).await.problem(), (404, "not_found"));
    assert_eq!(app.value::<Value>("select coalesce(jsonb_agg(action), '[]') from audit_entries").await, json!([]));
}
