//! Progress lines for people: what is being done, how long it took.

use std::time::{Duration, Instant};

/// One line about what happens now.
pub fn say(line: impl AsRef<str>) {
    eprintln!("\u{25b8} {}", line.as_ref());
}

/// Runs a step that may take long: says what begins, reminds every 20 seconds, says how long it took.
pub async fn long<T>(what: &str, step: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    say(format!("{what} …"));
    let began = Instant::now();
    let mut step = std::pin::pin!(step);
    loop {
        tokio::select! {
            done = &mut step => {
                let seconds = began.elapsed().as_secs_f64();
                match &done {
                    Ok(_) if seconds < 1.0 => {}
                    Ok(_) => say(format!("{what}: done in {seconds:.0} s")),
                    Err(_) => say(format!("{what}: failed after {seconds:.0} s")),
                }
                return done;
            }
            () = tokio::time::sleep(Duration::from_secs(20)) => {
                say(format!("{what}: still at it, {:.0} s", began.elapsed().as_secs_f64()));
            }
        }
    }
}
