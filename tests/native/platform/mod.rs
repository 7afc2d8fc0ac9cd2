//! The nouns that features stand on.

mod locale;
mod queue;
mod runs;
mod schema;
mod settings;
