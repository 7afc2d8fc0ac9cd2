//! The ways in.

mod deferral;
mod kinds;
mod mutations;
mod signatures;
mod status;
mod tenants;
