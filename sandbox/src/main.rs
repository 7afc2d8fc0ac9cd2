//! `sandbox`: Discord on localhost, from the command line.

fn main() {}
