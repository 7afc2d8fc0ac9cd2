//! The nouns that features stand on.

mod queue;
mod runs;
