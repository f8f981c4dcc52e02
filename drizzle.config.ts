import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./drizzle/schema.ts", "./drizzle/batch-schema.ts", "./drizzle/delivery-schema.ts"],
  out: "./drizzle/migrations",
});
