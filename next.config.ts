import type { NextConfig } from "next";

// The policy for scripts carries a nonce a request: server.ts sets it.
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

const config: NextConfig = {
  serverExternalPackages: ["ssh2", "better-sqlite3", "@node-rs/argon2", "pino", "nodemailer"],
  outputFileTracingExcludes: { "*": ["./data/**", "./e2e/**", "./bench/**"] },
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  devIndicators: false,
  experimental: { serverActions: { bodySizeLimit: "8mb" } },
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
