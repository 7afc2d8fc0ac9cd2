//! Waiting. The worker crate's `Delay` wakes only whoever polled it first; a future that is polled once before it is
//! handed to another task would sleep for ever. This one wakes whoever polled it last.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use futures_util::task::AtomicWaker;
use worker::{Delay, send::SendFuture};

/// Completes after `duration`.
pub fn sleep(duration: Duration) -> impl Future<Output = ()> + Send {
    SendFuture::new(Sleep { delay: Delay::from(duration), latest: Arc::default() })
}

struct Sleep {
    delay: Delay,
    latest: Arc<Latest>,
}

/// Passes a wake-up on to the latest waker.
#[derive(Default)]
struct Latest(AtomicWaker);

impl Wake for Latest {
    fn wake(self: Arc<Self>) {
        self.0.wake();
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.latest.0.register(context.waker());
        let waker = Waker::from(self.latest.clone());
        Pin::new(&mut self.delay).poll(&mut Context::from_waker(&waker))
    }
}
