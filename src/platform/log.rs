//! Log lines: JSON, one object a line, each inside a span that names its request.

use std::fmt;

use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{format::Writer, time::FormatTime},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::edge::{self, LogWriter};

/// Starts logging, once per isolate or process; later calls change nothing.
pub fn start() {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_timer(Clock)
        .with_writer(|| LogWriter);
    // A second start finds a logger in place and leaves it.
    let _ = tracing_subscriber::registry().with(LevelFilter::INFO).with(lines).try_init();
}

/// The runtime's clock: the standard library's does not exist on wasm.
struct Clock;

impl FormatTime for Clock {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", edge::now())
    }
}
