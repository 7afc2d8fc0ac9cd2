//! Developer commands of Guildhall, as a library so that tests and benchmarks start the same programs.

pub mod paths; // where things are: checkout, cache, `.dev`

pub mod report; // progress lines for people

pub mod ports; // free ports, and one clear sentence for a taken one

pub mod child; // programs that end when we end

pub mod setup; // the outside parts: rustup, crates.io, npm, Debian

pub mod postgres; // a Postgres server of our own

pub mod pgbouncer; // a pooler before it, in transaction mode

pub mod database; // roles, migrations, databases made from a template

pub mod fingerprint; // whether something has to be built again

pub mod wasm; // the worker built to wasm

pub mod page; // the sandbox's page, built and checked

pub mod workerd; // the built worker in the real runtime
