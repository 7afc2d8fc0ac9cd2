//! Log lines: JSON, one object a line, each inside a span that names its request.

use std::fmt;

use tracing::Subscriber;
use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{MakeWriter, format::Writer, time::FormatTime},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::edge::{self, LogWriter};

/// Starts logging, once per isolate or process; later calls change nothing.
pub fn start() {
    // A second start finds a logger in place and leaves it.
    let _ = lines(|| LogWriter).try_init();
}

/// What writes the lines to where it is told to.
pub fn lines<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_timer(Clock)
        .with_writer(writer);
    tracing_subscriber::registry().with(LevelFilter::INFO).with(lines)
}

/// The runtime's clock: the standard library's does not exist on wasm.
struct Clock;

impl FormatTime for Clock {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", edge::now())
    }
}
