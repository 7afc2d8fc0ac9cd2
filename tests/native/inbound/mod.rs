//! The ways in.

mod deferral;
mod kinds;
mod mutations;
mod permissions;
mod signatures;
mod status;
mod tenants;
