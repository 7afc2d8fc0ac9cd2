//! The ways in.

mod deferral;
mod grants;
mod kinds;
mod mutations;
mod permissions;
mod signatures;
mod status;
mod tenants;
