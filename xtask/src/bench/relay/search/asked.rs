//! The fixed mix of searches: five kinds, each in a large server and in a small one.

use sqlx::{PgConnection, Row as _};

use crate::bench::relay::corpus::{COMMON, PHRASE, RARE};
use crate::bench::relay::stage::{Guild, Stage};

/// A term in a tenth of a server's messages, a rare one, a phrase, a substring, two filters.
pub const KINDS: [&str; 5] = ["common", "rare", "phrase", "substring", "filters"];

/// One search.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub kind: &'static str,
    guild: i64,
    channels: Vec<i64>,
    words: Option<String>,
    part: Option<String>,
    author: Option<i64>,
    holding: Option<&'static str>,
}

/// Each kind in the first server, the largest, and in the last.
pub fn mix(stage: &Stage) -> Vec<Asked> {
    let guilds = [stage.guilds.first(), stage.guilds.last()].into_iter().flatten();
    guilds.flat_map(in_guild).collect()
}

fn in_guild(guild: &Guild) -> Vec<Asked> {
    let channels: Vec<i64> = guild.channels.iter().map(|id| id.cast_signed()).collect();
    let asked = |kind| Asked { kind, guild: guild.id.cast_signed(), channels: channels.clone(), ..Asked::default() };
    let words = |kind, words: &str| Asked { words: Some(words.to_owned()), ..asked(kind) };
    let part = |part: &str| Asked { part: Some(part.to_owned()), ..asked("substring") };
    let members = guild.members.iter().map(|id| id.cast_signed());
    let mut all = vec![
        words("common", COMMON),
        words("common", &format!("{COMMON} {}", PHRASE.0)),
        words("rare", RARE),
        words("rare", &format!("{RARE} -{COMMON}")),
        words("phrase", &format!("\"{} {}\"", PHRASE.0, PHRASE.1)),
        words("phrase", &format!("\"{} {}\"", PHRASE.1, PHRASE.0)),
        part("arves"),
        part("bsidi"),
        part("ver brid"),
    ];
    all.extend(members.take(2).map(|author| Asked { author: Some(author), holding: Some("link"), ..asked("filters") }));
    all.extend(channels.iter().take(2).map(|channel| Asked {
        channels: vec![*channel],
        words: Some(PHRASE.1.to_owned()),
        ..asked("filters")
    }));
    all
}

impl Asked {
    /// Asks as the worker does.
    pub async fn ask(&self, worker: &mut PgConnection) -> sqlx::Result<()> {
        let rows = sqlx::query(
            "select message_id, channel_id, author_name, shown, holds, edited_at, deleted_at
             from search_messages($1, $2, '{}', $3, 'english', $4, $5, null, $6, 0, $7, true, 11)",
        )
        .bind(self.guild)
        .bind(&self.channels)
        .bind(&self.words)
        .bind(&self.part)
        .bind(self.author)
        .bind(self.holding)
        .bind(i64::MAX)
        .fetch_all(worker)
        .await?;
        rows.iter().try_for_each(|row| row.try_get::<String, _>("shown").map(drop))
    }
}
