//! The closed-loop client: each connection sends its next request when it has the answer to the last.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Question;

/// What one turn brought.
#[derive(Debug, Default)]
pub struct Round {
    /// Sorted, in microseconds.
    latencies: Vec<u32>,
    lasted: Duration,
    /// Wrong answers and broken connections.
    pub errors: u64,
    /// The last of them.
    pub wrong: Option<String>,
}

impl Round {
    pub fn answers(&self) -> usize {
        self.latencies.len().max(1)
    }

    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.lasted.as_secs_f64()
    }

    /// The latency that `percent` of the answers kept below, in milliseconds.
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let index = self.latencies.len() * percent / 100;
        self.latencies.get(index).copied().map_or(0.0, |micros| f64::from(micros) / 1000.0)
    }
}

/// Asks the server on `port` for `length` of time, on a thread of its own.
pub fn round<Q: Question>(port: u16, question: Q, requests: Vec<Vec<u8>>, length: Duration) -> anyhow::Result<Round> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (requests, next, began) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)), Instant::now());
        let clients = (0..question.connections()).map(|_| {
            let (requests, next) = (requests.clone(), next.clone());
            let client = Client { port, question, requests, next, round: Round::default() };
            tokio::spawn(client.ask_until(began + length))
        });
        let mut whole = Round::default();
        for client in clients.collect::<Vec<_>>() {
            let part = client.await??;
            whole.latencies.extend(part.latencies);
            whole.errors += part.errors;
            whole.wrong = part.wrong.or(whole.wrong);
        }
        whole.lasted = began.elapsed();
        whole.latencies.sort_unstable();
        Ok(whole)
    })
}

struct Client<Q> {
    port: u16,
    question: Q,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
    round: Round,
}

impl<Q: Question> Client<Q> {
    async fn ask_until(mut self, end: Instant) -> anyhow::Result<Round> {
        let mut connection = connect(self.port).await?;
        let mut buffer = Vec::with_capacity(8192);
        while Instant::now() < end {
            let index = self.next.fetch_add(1, Ordering::Relaxed) % self.requests.len();
            let request = self.requests.get(index).context("no requests were minted")?;
            let asked = Instant::now();
            match exchange(&mut connection, request, &mut buffer).await {
                Ok((status, body)) if self.question.accepts(status, body) => {}
                Ok((status, body)) => {
                    self.round.errors += 1;
                    self.round.wrong = Some(format!("{status} {}", String::from_utf8_lossy(body)));
                }
                Err(error) => {
                    self.round.errors += 1;
                    self.round.wrong = Some(format!("{error:#}"));
                    connection = connect(self.port).await?;
                }
            }
            self.round.latencies.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        Ok(self.round)
    }
}

async fn connect(port: u16) -> anyhow::Result<TcpStream> {
    let connection = TcpStream::connect(("127.0.0.1", port)).await.context("cannot connect to the worker")?;
    connection.set_nodelay(true)?;
    Ok(connection)
}

/// Sends a request and reads its answer: the status and the body.
async fn exchange<'b>(
    connection: &mut TcpStream,
    request: &[u8],
    buffer: &'b mut Vec<u8>,
) -> anyhow::Result<(u16, &'b [u8])> {
    connection.write_all(request).await?;
    buffer.clear();
    let (status, head, length) = loop {
        if connection.read_buf(buffer).await? == 0 {
            bail!("the connection was closed before an answer");
        }
        if let Some(found) = head(buffer) {
            break found;
        }
    };
    while buffer.len() < head + length {
        if connection.read_buf(buffer).await? == 0 {
            bail!("the connection was closed within an answer");
        }
    }
    Ok((status, buffer.get(head..).unwrap_or_default()))
}

/// The status, where the body begins and how long it is, once the head is complete. workerd declares the length of
/// every body that is made from a string.
fn head(buffer: &[u8]) -> Option<(u16, usize, usize)> {
    let end = buffer.windows(4).position(|part| part == b"\r\n\r\n")?;
    let text = std::str::from_utf8(buffer.get(..end)?).ok()?;
    let status = text.get(9..12)?.parse().ok()?;
    let lengths = text.lines().filter_map(|line| line.split_once(": "));
    let length = lengths.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.filter_map(|(_, value)| value.parse().ok()).next().unwrap_or(0);
    Some((status, end + 4, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_complete() {
        assert_eq!(head(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"), None);
        assert_eq!(head(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 3\r\n\r\nno!"), Some((401, 48, 3)));
    }

    #[test]
    fn percentiles_are_of_sorted_latencies() {
        let round = Round { latencies: (1..=1000).collect(), lasted: Duration::from_secs(2), ..Round::default() };
        assert_eq!((round.percentile_ms(50), round.percentile_ms(99)), (0.501, 0.991));
        assert_eq!(round.per_second(), 500.0);
    }
}
