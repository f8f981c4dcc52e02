// Who may import whom: folder -> the folders of ours that it may know.
const mayImport = {
  "lib/domain": [],
  "lib/schedulers": ["lib/domain"],
  "lib/transport": ["lib/domain", "lib/schedulers", "lib/format"],
  drizzle: ["lib/domain"],
  "lib/store": ["lib/domain", "drizzle"],
  "lib/mail": ["lib/domain", "lib/format", "lib/env"],
  "lib/auth": ["lib/domain", "lib/store", "lib/env", "lib/wiring", "drizzle"],
  "lib/runner": ["lib/domain", "lib/schedulers", "lib/transport/transport", "lib/transport/connections", "lib/store", "lib/mail", "lib/format"],
  components: ["lib/domain", "lib/schedulers", "lib/format"],
  "inngest/engine": [],
  inngest: ["lib/domain", "lib/runner", "lib/wiring", "lib/env"],
  app: ["components", "lib/domain", "lib/store/desk", "lib/schedulers", "lib/auth", "lib/action", "lib/wiring", "lib/runner", "lib/format", "lib/env", "inngest"],
};

// npm package -> the only folders that may import it.
const keepers = {
  ssh2: ["lib/transport"],
  "better-sqlite3": ["lib/store", "inngest/engine"],
  "drizzle-orm": ["lib/store", "drizzle", "lib/auth"],
  nodemailer: ["lib/mail"],
  resend: ["lib/mail"],
  "next-auth": ["lib/auth", "app/api/auth"],
  "@node-rs/argon2": ["lib/auth"],
  inngest: ["inngest", "app/api/inngest"],
  "@tus/server": ["app/api/uploads", "lib/store"],
};

const own = "^(app|components|lib|drizzle|inngest)/";
const at = (place) => `^${place}(/|\\.)`;

const layers = Object.entries(mayImport).map(([from, to]) => ({
  name: `${from} knows only: ${to.join(", ") || "nothing of ours"}`,
  severity: "error",
  from: {
    path: at(from),
    pathNot: ["\\.(test|contract|batch)\\.tsx?$", "/testing/", "/fixtures/", ...(from === "inngest" ? ["^inngest/engine/"] : [])],
  },
  to: { path: own, pathNot: [from, ...to].map(at) },
}));

const kept = Object.entries(keepers).map(([name, folders]) => ({
  name: `only ${folders.join(", ")} may import ${name}`,
  severity: "error",
  from: { path: own, pathNot: [...folders.map(at), "\\.(test|contract|batch)\\.tsx?$", "/testing/"] },
  to: { path: `node_modules/${name}/`, dependencyTypesNot: ["type-only"] },
}));

const config = {
  forbidden: [{ name: "no cycles", severity: "error", from: {}, to: { circular: true } }, ...layers, ...kept],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|data)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ["import", "require", "node", "default", "types"] },
  },
};

export default config;
