//! The page of /status. It holds our own words and numbers alone, so there is nothing to escape.

use jiff::{Timestamp, Unit};
use serde_json::Value;

use crate::{
    inbound::pages::frame,
    platform::{
        locale::{Locale, say},
        status::{Path, State},
    },
};

/// The page as it is at this moment.
pub fn page(locale: Locale, paths: &[Path], worst: State, now: Timestamp) -> String {
    let headline = match worst {
        State::Ok => say!(locale, "All is well"),
        State::Degraded => say!(locale, "Some things are slow or wait"),
        State::Down => say!(locale, "Something is down"),
    };
    let sections: String = paths.iter().map(|path| section(locale, path)).collect();
    let moment = now.round(Unit::Second).unwrap_or(now);
    let when = say!(locale, "As of {moment}, in UTC.", moment = moment.strftime("%Y-%m-%d %H:%M:%S"));
    let language = locale.language.tag();
    let class = class(worst);
    let body = format!(
        "<h1 class=\"{class}\">{headline}</h1>\n\
         {sections}\
         <footer><p><time datetime=\"{moment}\">{when}</time></p></footer>\n"
    );
    frame(language, &headline, &body)
}

fn section(locale: Locale, path: &Path) -> String {
    let (class, state) = (class(path.state), state(locale, path.state));
    let (title, says) = (title(locale, path.name), &path.says);
    let numbers: String =
        path.numbers.as_object().into_iter().flatten().map(|(name, value)| number(locale, name, value)).collect();
    let list = if numbers.is_empty() { numbers } else { format!("<dl>\n{numbers}</dl>\n") };
    format!(
        "<section class=\"{class}\">\n\
         <h2>{title}</h2>\n\
         <p class=\"state\">{state}</p>\n\
         <p>{says}</p>\n\
         {list}\
         </section>\n"
    )
}

fn number(locale: Locale, name: &str, value: &Value) -> String {
    let words = match name {
        "runs" => say!(locale, "Used in the last five minutes"),
        "failed_runs" => say!(locale, "Ended in an apology"),
        "overdue_answers" => say!(locale, "Answers owed for over a minute"),
        "bots_to_connect" => say!(locale, "Bots that want to hear"),
        "shards_connected" => say!(locale, "Connections"),
        "shards_away" => say!(locale, "Connections that are lost"),
        "oldest_event_seconds" => say!(locale, "Oldest event that waits, in seconds"),
        "effects_done" => say!(locale, "Done in the last five minutes"),
        "effects_failing" => say!(locale, "Tried in vain so far"),
        "oldest_effect_seconds" => say!(locale, "Longest wait, in seconds"),
        "answer_ms" => say!(locale, "Time to answer, in milliseconds"),
        other => other.to_owned(),
    };
    format!("<div><dt>{words}</dt><dd>{value}</dd></div>\n")
}

fn title(locale: Locale, name: &str) -> String {
    match name {
        "interactions" => say!(locale, "Commands, buttons and forms"),
        "gateway" => say!(locale, "What happens on Discord"),
        "rest" => say!(locale, "What is done on Discord"),
        _ => say!(locale, "Database"),
    }
}

fn state(locale: Locale, state: State) -> String {
    match state {
        State::Ok => say!(locale, "In order"),
        State::Degraded => say!(locale, "Degraded"),
        State::Down => say!(locale, "Down"),
    }
}

fn class(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Degraded => "degraded",
        State::Down => "down",
    }
}
