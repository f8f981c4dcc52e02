import next from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

const config = [
  { ignores: [".next/**", "node_modules/**", "data/**", "next-env.d.ts", "public/**", "test-results/**"] },
  ...next,
  ...typescript,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-console": ["error", { allow: ["warn", "error"] }],
      "max-lines": ["warn", { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: ["error", "always"],
    },
  },
  { files: ["scripts/**", "server.ts", "bench/**", "e2e/**"], rules: { "no-console": "off" } },
];

export default config;
