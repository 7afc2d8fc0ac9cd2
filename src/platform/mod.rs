//! The nouns that every feature stands on.

pub mod access; // who is signed in, and what they may do for a tenant
pub mod api; // what every route of the JSON API stands on
pub mod audit; // who changed what
pub mod bots; // whose key signs, whose token acts
pub mod config; // the worker's bindings
pub mod ctx; // what one request has at hand
pub mod duration; // durations as people write them
pub mod effects; // calls to Discord that are rows before they are requests
pub mod error; // two audiences: the person and the operator
pub mod feature; // what a feature is made of
pub mod files; // files on Discord's CDN
pub mod form; // inputs of forms
pub mod gateway; // what the relay heard, handed to whoever listens
pub mod health; // whether a feature can do its work in a server
pub mod interactions; // what is remembered of interactions: claims, deferrals, command runs
pub mod invocation; // an interaction as a handler receives it
pub mod journal; // logs of what happens in a server, posted some entries at a time
pub mod locale; // the languages that people are answered in
pub mod log; // JSON lines, each with its request's id
pub mod peer; // signatures between our own processes
pub mod permissions; // Discord's permissions by the names that people know
pub mod personal; // what is kept about people
pub mod progress; // how far long work has come
pub mod relay; // the relay, through which calls to Discord may go
pub mod requests; // requests that their senders have named
pub mod sealed; // message content at rest, under a key for each tenant
pub mod sealing; // secrets that another process opens
pub mod settings; // typed, versioned, reversible
pub mod sign_in; // signing in with Discord
pub mod status; // how each way to Discord and back is going
pub mod tasks; // work for later
pub mod vault; // secrets at rest
