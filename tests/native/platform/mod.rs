//! The nouns that features stand on.

mod gateway;
mod queue;
mod runs;
