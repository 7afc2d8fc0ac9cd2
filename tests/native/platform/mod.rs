//! The nouns that features stand on.

mod gateway;
mod personal;
mod queue;
mod runs;
