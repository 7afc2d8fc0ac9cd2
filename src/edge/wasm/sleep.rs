//! Waiting for a time to pass.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use js_sys::Function;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use worker::send::SendFuture;

use super::handed::Handed;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: i32, number: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Completes after `duration`, counted from the first poll.
pub fn sleep(duration: Duration) -> impl Future<Output = ()> + Send {
    SendFuture::new(Sleep { duration, timer: None })
}

struct Sleep {
    duration: Duration,
    timer: Option<(Handed, JsValue)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let milliseconds = i32::try_from(self.duration.as_millis()).unwrap_or(i32::MAX);
        let start = || Handed::over(|callback, number| set_timeout(callback, milliseconds, number));
        let (struck, _) = self.timer.get_or_insert_with(start);
        Pin::new(struck).poll(context).map(drop)
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((_, timer)) = &self.timer {
            clear_timeout(timer);
        }
    }
}
