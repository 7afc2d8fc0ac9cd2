//! Values that JavaScript hands over later. A promise awaited from Rust costs two closures that the garbage collector
//! must watch; here one closure serves all, told by number who waits.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

thread_local! {
    static WAITING: RefCell<HashMap<u32, State>> = RefCell::default();
    static LAST: Cell<u32> = const { Cell::new(0) };
    static HAND_OVER: Closure<dyn Fn(u32, JsValue)> = Closure::new(hand_over);
}

enum State {
    Unasked,
    Asked(Waker),
    Here(JsValue),
}

/// A value that is on its way. Wakes whoever polled it last; dropped, it waits no more.
#[derive(Debug)]
pub struct Handed {
    number: u32,
}

impl Handed {
    /// Calls `start` with JavaScript's function that takes this number and the value, to be called once.
    pub fn over<T>(start: impl FnOnce(&Function, u32) -> T) -> (Self, T) {
        let number = LAST.get().wrapping_add(1);
        LAST.set(number);
        WAITING.with_borrow_mut(|waiting| waiting.insert(number, State::Unasked));
        let started = HAND_OVER.with(|closure| start(closure.as_ref().unchecked_ref(), number));
        (Self { number }, started)
    }
}

fn hand_over(number: u32, value: JsValue) {
    let before = WAITING
        .with_borrow_mut(|waiting| waiting.get_mut(&number).map(|state| std::mem::replace(state, State::Here(value))));
    if let Some(State::Asked(waker)) = before {
        waker.wake();
    }
}

impl Future for Handed {
    type Output = JsValue;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<JsValue> {
        WAITING.with_borrow_mut(|waiting| match waiting.remove(&self.number) {
            Some(State::Here(value)) => Poll::Ready(value),
            _ => {
                waiting.insert(self.number, State::Asked(cx.waker().clone()));
                Poll::Pending
            }
        })
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        let _ = WAITING.with_borrow_mut(|waiting| waiting.remove(&self.number));
    }
}
