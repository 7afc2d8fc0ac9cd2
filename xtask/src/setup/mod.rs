//! The outside parts: what each is, where it comes from, and getting it onto this machine.

mod cargo_tools;
mod debian;
mod npm;
mod parts;
mod python;
mod rust;

pub use cargo_tools::{wasm_bindgen, worker_build};
pub use debian::{NOBODY, is_root, program, without_root};
pub use npm::{embedded_postgres, esbuild, packages, wasm_opt, workerd, wrangler};
pub use parts::{PARTS, Part, table};
pub use python::fuzzer;
pub use rust::{Toolchain, wasm_toolchain};

/// Gets everything that building and running the worker needs. Quick when nothing is missing.
pub async fn ensure() -> anyhow::Result<Toolchain> {
    packages().await?;
    let toolchain = wasm_toolchain().await?;
    wasm_bindgen().await?;
    worker_build().await?;
    Ok(toolchain)
}
