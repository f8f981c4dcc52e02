import { describe, expect, it } from "vitest";
import { localEnvironment } from "./local-environment";

describe("localEnvironment", () => {
  it("gives a job a login's variables, and none of Sqmpy's own", () => {
    const environment = localEnvironment({
      PATH: "/app/node_modules/.bin:/usr/local/bin:/usr/bin",
      LANG: "de_DE.UTF-8",
      LC_TIME: "C",
      SQMPY_SECRET_KEY: "secret",
      RESEND_API_KEY: "secret",
      NODE_OPTIONS: "--inspect",
    });
    expect(environment).toMatchObject({ PATH: "/usr/local/bin:/usr/bin", LANG: "de_DE.UTF-8", LC_TIME: "C", HOME: expect.stringMatching(/^\//) });
    expect(Object.keys(environment).filter((name) => /SQMPY|RESEND|NODE/.test(name))).toEqual([]);
  });
});
