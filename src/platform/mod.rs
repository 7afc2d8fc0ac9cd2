//! The nouns that every feature stands on.

pub mod bots; // whose key signs, whose token acts
pub mod config; // the worker's bindings
pub mod ctx; // what one request has at hand
pub mod effects; // calls to Discord that are rows before they are requests
pub mod error; // two audiences: the person and the operator
pub mod feature; // what a feature is made of
pub mod interactions; // what is remembered of interactions: claims, deferrals, command runs
pub mod log; // JSON lines, each with its request's id
pub mod peer; // signatures between our own processes
pub mod permissions; // Discord's permissions by the names that people know
pub mod tasks; // work for later
pub mod vault; // secrets at rest
