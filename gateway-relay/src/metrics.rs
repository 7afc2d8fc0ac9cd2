//! What the relay counts, as `GET /metrics` tells it to Prometheus. Labels name applications, shards and routes: never a
//! tenant, a server or a person.

use std::sync::LazyLock;

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Metric, Registry},
};

/// The counts of this process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// A shard of a bot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfShard {
    pub application: i64,
    pub shard: i32,
}

/// A bot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfBot {
    pub application: i64,
}

/// A call to Discord: method and path with stars where ids stand, and what it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfCall {
    pub route: String,
    pub status: u16,
}

/// How something went.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Went {
    pub outcome: &'static str,
}

/// Everything that is counted.
#[derive(Debug)]
pub struct Metrics {
    pub events_heard: Family<OfShard, Counter>,
    pub events_written: Family<OfShard, Counter>,
    pub memory_bytes: Gauge,
    pub spool_bytes: Gauge,
    pub batch_events: Histogram,
    pub commit_seconds: Histogram,
    pub identifies: Family<OfBot, Counter>,
    pub connections_lost: Counter,
    pub calls: Family<OfCall, Counter>,
    pub wait_seconds: Histogram,
    pub invalid_calls: Counter,
    pub breaker_open: Gauge,
    pub not_carried: Family<Went, Counter>,
    pub pokes: Family<Went, Counter>,
    registry: Registry,
}

impl Metrics {
    fn new() -> Self {
        let mut registry = Registry::with_prefix("relay");
        let all = &mut registry;
        Self {
            events_heard: add(all, "events_heard", "Events that were taken from the queue"),
            events_written: add(all, "events_written", "Events that are in Postgres"),
            memory_bytes: add(all, "memory_bytes", "Bytes in memory that are to be written into Postgres or onto disk"),
            spool_bytes: add(all, "spool_bytes", "Bytes on disk that are to be written into Postgres"),
            batch_events: spread(all, "batch_events", "Events of one transaction", 1.0, 2.0, 12),
            commit_seconds: spread(all, "commit_seconds", "How long the transaction of a batch takes", 0.001, 2.0, 15),
            identifies: add(all, "identifies", "Sessions that were begun"),
            connections_lost: add(all, "connections_lost", "Connections to the gateway that ended unasked"),
            calls: add(all, "calls", "Calls that Discord answered"),
            wait_seconds: spread(all, "wait_seconds", "How long a call waits for Discord's limits", 0.001, 2.0, 15),
            invalid_calls: add(all, "invalid_calls", "Calls that Discord holds against the address: 401, 403 and 429"),
            breaker_open: add(all, "breaker_open", "Whether no calls are made because too many were refused"),
            not_carried: add(all, "not_carried", "Requests of the worker that did not reach Discord"),
            pokes: add(all, "pokes", "Pokes of the worker"),
            registry,
        }
    }

    /// In OpenMetrics' text format.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn add<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

fn spread(registry: &mut Registry, name: &str, help: &str, first: f64, factor: f64, count: u16) -> Histogram {
    let histogram = Histogram::new(exponential_buckets(first, factor, count));
    registry.register(name, help, histogram.clone());
    histogram
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_with_their_labels() {
        let metrics = Metrics::new();
        metrics.calls.get_or_create(&OfCall { route: "GET /guilds/*".to_owned(), status: 200 }).inc();
        metrics.batch_events.observe(3.0);
        let text = metrics.text().unwrap();
        assert!(text.contains("relay_calls_total{route=\"GET /guilds/*\",status=\"200\"} 1"), "{text}");
        assert!(text.contains("relay_batch_events_bucket{le=\"4.0\"} 1") && text.ends_with("# EOF\n"), "{text}");
    }
}
