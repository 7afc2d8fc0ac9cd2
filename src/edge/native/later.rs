//! Work that outlives the response, on tokio.

use std::future::Future;

use tokio_util::task::TaskTracker;

/// Runs futures after the response went out. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Later {
    tracker: TaskTracker,
}

impl Later {
    /// Starts `future` now and keeps it running.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(future);
    }

    /// Starts a future that ends with the request at the latest: the driver of a database connection.
    pub fn drive(&self, future: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(future);
    }

    /// Waits until everything spawned so far is done.
    pub async fn settled(&self) {
        self.tracker.close();
        self.tracker.wait().await;
        self.tracker.reopen();
    }
}
