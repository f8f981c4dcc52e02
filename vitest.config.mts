import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared = { resolve: { alias: { "@": root.replace(/\/$/, "") } } };
const exclude = ["node_modules/**", ".next/**", "data/**"];

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["{app,components,lib,drizzle,inngest}/**/*.test.ts", "{app,components,lib}/**/*.test.tsx"],
          exclude: [...exclude, "inngest/engine/**"],
          testTimeout: 20_000,
        },
      },
      { ...shared, test: { name: "engine", include: ["inngest/engine/**/*.test.ts"], exclude, testTimeout: 60_000 } },
      {
        ...shared,
        test: {
          name: "contract",
          include: ["{lib,inngest}/**/*.contract.ts"],
          exclude,
          globalSetup: ["./e2e/support/contract-hosts.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: "schedulers",
          include: ["{lib,inngest}/**/*.batch.ts"],
          exclude,
          globalSetup: ["./e2e/support/batch-hosts.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
