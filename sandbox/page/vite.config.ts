// How the page is built, and served while it is being changed.

import { defineConfig } from "vitest/config";

/** Where the sandbox listens, for `npm run dev`: the page comes from Vite then, everything else from there. */
const SANDBOX = process.env.SANDBOX_URL ?? "http://127.0.0.1:8788";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  build: {
    // What browsers could do in the spring of 2024, `light-dark()` among it.
    target: ["chrome123", "firefox120", "safari17.5"],
    // Data URLs would need an exception in the content security policy.
    assetsInlineLimit: 0,
    // One bundle from this machine: splitting it would only cost round trips.
    chunkSizeWarningLimit: 1500,
    modulePreload: false,
    // Mantine marks its files for servers that render React, which means nothing here.
    rollupOptions: { onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning) },
  },
  server: { proxy: { "/sandbox": SANDBOX, "/api": SANDBOX } },
  test: { include: ["src/**/*.test.ts"] },
});
