//! The worker, natively, against real Postgres and the sandbox. The folders mirror `src/`.

mod api;
mod catalog;
mod db;
mod features;
mod inbound;
mod languages;
mod platform;
mod relay;
mod support;
mod tidy;
