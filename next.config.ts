import type { NextConfig } from "next";

const config: NextConfig = {
  serverExternalPackages: ["ssh2", "better-sqlite3", "@node-rs/argon2", "pino", "nodemailer"],
  outputFileTracingExcludes: { "*": ["./data/**", "./e2e/**", "./bench/**"] },
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  devIndicators: false,
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
};

export default config;
