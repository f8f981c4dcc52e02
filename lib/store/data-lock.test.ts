import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "./data-lock";

describe("the data folder's lock", () => {
  let dataDir: string;

  beforeEach(() => (dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-lock-"))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it("lets one in, tells the other who holds it, and is free after", () => {
    const first = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(expect.objectContaining({ code: "setup", message: expect.stringContaining(`process ${process.pid}`) }));
    first.release();
    lockDataFolder(dataDir).release();
  });

  it("is free at once when its process was killed", { timeout: 60_000 }, async () => {
    const script = path.join(import.meta.dirname, "testing", "hold-lock.mts");
    const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect(() => lockDataFolder(dataDir)).toThrow(expect.objectContaining({ message: expect.stringContaining(`process ${child.pid}`) }));

    child.kill("SIGKILL");
    await once(child, "exit");
    lockDataFolder(dataDir).release();
  });
});
