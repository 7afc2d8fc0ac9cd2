//! Counts the calls that Discord refuses. An address with 10,000 of them in ten minutes is shut out of Discord altogether,
//! so calls stop long before. Source: Discord docs, "Rate Limits", Invalid Request Limit.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::RestError;

/// The time over which Discord counts.
const WINDOW: Duration = Duration::from_secs(600);
/// Refusals of one such stretch are counted as one moment, its first.
const STRETCH: Duration = Duration::from_secs(10);

/// How many refused calls in ten minutes stop all others.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Of all bots together. Several relays may share an address.
    pub of_relay: u32,
    /// Of one bot, so that a single one does not stop the others.
    pub of_bot: u32,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { of_relay: 2_000, of_bot: 400 }
    }
}

/// The refusals of somebody's calls, and until when calls are held.
#[derive(Debug, Default)]
pub struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// How many in each stretch, oldest first.
    refused: VecDeque<(Instant, u32)>,
    held_until: Option<Instant>,
}

impl Breaker {
    /// Waits until a call may be made. Refused if that is after `deadline`, or if `most` calls were refused.
    pub async fn pass(&self, most: u32, deadline: Instant) -> Result<(), RestError> {
        let held_until = self.with(|state, now| match state.closes(now, most) {
            Some(until) => Err(RestError::Paused { after: until.saturating_duration_since(now) }),
            None => Ok(state.held_until.filter(|until| *until > now)),
        })?;
        match held_until {
            Some(until) if until >= deadline => {
                Err(RestError::Late { after: until.saturating_duration_since(Instant::now()) })
            }
            Some(until) => {
                tokio::time::sleep_until(until).await;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Discord has refused a call.
    pub fn count(&self) {
        self.with(State::count);
    }

    /// No call is made so long.
    pub fn hold(&self, after: Duration) {
        self.with(|state, now| state.held_until = state.held_until.max(Some(now + after)));
    }

    fn with<T>(&self, work: impl FnOnce(&mut State, Instant) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), Instant::now())
    }
}

impl State {
    fn count(&mut self, now: Instant) {
        match self.refused.back_mut().filter(|(began, _)| now.saturating_duration_since(*began) < STRETCH) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.refused.push_back((now, 1)),
        }
    }

    /// Until when no call is made, if `most` refusals are too many.
    fn closes(&mut self, now: Instant, most: u32) -> Option<Instant> {
        let over = |began: &Instant| *began + STRETCH + WINDOW;
        while self.refused.pop_front_if(|(began, _)| over(began) <= now).is_some() {}
        let all = self.refused.iter().fold(0_u32, |all, (_, count)| all.saturating_add(*count));
        self.refused.front().filter(|_| all >= most).map(|(began, _)| over(began))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_close_the_breaker_until_the_oldest_are_ten_minutes_old() {
        let (mut state, start) = (State::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        for second in 0..3 {
            state.count(at(second * 100));
        }
        assert_eq!(state.closes(at(300), 4), None);
        assert_eq!(state.closes(at(300), 3), Some(at(610)));
        assert_eq!(state.closes(at(609), 3), Some(at(610)));
        assert_eq!(state.closes(at(610), 3), None);
        assert_eq!(state.closes(at(610), 2), Some(at(710)));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (mut state, start) = (State::default(), Instant::now());
        for millis in 0..2_000_000 {
            let now = start + Duration::from_millis(millis);
            state.count(now);
            state.closes(now, u32::MAX);
        }
        assert!(state.refused.len() <= 62, "{}", state.refused.len());
    }
}
