//! Lists: a page at a time as JSON, or all of it as a table.

use std::{future::Future, str::FromStr, sync::Arc};

use axum::{
    Json,
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{Problem, Result};

/// What every list takes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// Where to go on: `next_cursor` of the page before.
    #[param(max_length = 200)]
    pub cursor: Option<String>,
    /// Items on a page, 50 unless given.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u8>,
    /// `csv`: the whole list from the cursor on, as a table.
    #[param(inline)]
    pub format: Option<Format>,
}

/// How a list is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Json,
    Csv,
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Brings the next page. Absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Something that stands in lists.
pub trait Rows: Serialize + Send + 'static {
    /// The columns of its table, by the names of its fields.
    const COLUMNS: &'static [&'static str];
    /// Brings what follows it.
    fn cursor(&self) -> String;
}

/// Items on a page that is not said to be longer or shorter, the most on one, and how many a table is made of at a time.
const USUAL: u8 = 50;
const MOST: u8 = 100;
const AT_ONCE: i64 = 500;
/// The longest cursor, in characters.
const MAX_CURSOR: usize = 200;

impl Listing {
    /// The answer. `page` brings at most so many items from a cursor on, which is read as what it was made of; each time it
    /// is given what it knows.
    pub async fn answer<K, C, T, F, Fut>(self, known: K, page: F) -> Result<Response>
    where
        K: Clone + Send + Sync + 'static,
        C: FromStr,
        T: Rows,
        F: Fn(K, Option<C>, i64) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        let fetch = move |cursor: Option<String>, limit| {
            let cursor = cursor.as_deref().map(str::parse).transpose();
            let items = cursor.map(|cursor| page(known.clone(), cursor, limit)).map_err(|_| no_cursor());
            async move { items?.await }
        };
        let limit = i64::from(self.limit.unwrap_or(USUAL));
        if !(1..=i64::from(MOST)).contains(&limit) {
            return Err(Problem::invalid("limit", "A page has 1 to 100 items."));
        }
        if self.cursor.as_ref().is_some_and(|cursor| cursor.chars().count() > MAX_CURSOR) {
            return Err(no_cursor());
        }
        if self.format == Some(Format::Csv) {
            return table(self.cursor, fetch).await;
        }
        // One more than is shown says whether there are others.
        let mut items = fetch(self.cursor, limit.saturating_add(1)).await?;
        let has_more = items.len() > usize::try_from(limit).unwrap_or_default();
        items.truncate(usize::try_from(limit).unwrap_or_default());
        let next_cursor = items.last().filter(|_| has_more).map(Rows::cursor);
        Ok(Json(Page { items, next_cursor }).into_response())
    }
}

/// What a cursor that another list made is answered with.
pub fn no_cursor() -> Problem {
    Problem::invalid("cursor", "This is no cursor of this list.")
}

/// The list as RFC 4180 has it, some hundred rows at a time. Its first rows are fetched before the answer begins, so that what
/// goes wrong with the request is still said.
async fn table<T, F, Fut>(cursor: Option<String>, fetch: F) -> Result<Response>
where
    T: Rows,
    F: Fn(Option<String>, i64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Vec<T>>> + Send + 'static,
{
    let fetch = Arc::new(fetch);
    let first = fetch(cursor, AT_ONCE).await?;
    let head = line(T::COLUMNS.iter().map(|column| (*column).to_owned()));
    let parts = stream::try_unfold((Some(first), head), move |(items, mut text)| {
        let fetch = fetch.clone();
        async move {
            let Some(items) = items else { return Ok(None) };
            for item in &items {
                text.push_str(&row(item));
            }
            let is_last = items.len() < usize::try_from(AT_ONCE).unwrap_or_default();
            let next = match items.last().filter(|_| !is_last) {
                Some(last) => Some(fetch(Some(last.cursor()), AT_ONCE).await.map_err(|problem| problem.code())?),
                None => None,
            };
            Ok::<_, &'static str>(Some((Bytes::from(text), (next, String::new()))))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"list.csv\""),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

fn row<T: Rows>(item: &T) -> String {
    let value = serde_json::to_value(item).unwrap_or_default();
    line(T::COLUMNS.iter().map(|column| match value.get(column) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => harmless(text),
        Some(other) => other.to_string(),
    }))
}

/// Spreadsheets take text that begins so for a formula (OWASP, "CSV Injection").
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory fails for nothing.
    let _ = writer.write_record(cells.collect::<Vec<_>>());
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_and_never_a_formula() {
        let cells = ["plain", "a,b", "say \"hi\"", "=1+1", "two\nlines"].map(harmless);
        assert_eq!(line(cells.into_iter()), "plain,\"a,b\",\"say \"\"hi\"\"\",'=1+1,\"two\nlines\"\r\n");
    }
}
