import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { quote } from "@/lib/schedulers/quote";
import { LocalTransport } from "./local-transport";
import type { Bench } from "./testing/bench";
import { execSuite } from "./testing/exec-suite";
import { filesSuite } from "./testing/files-suite";
import { type Lent, implementations } from "./testing/implementations";
import { manyFilesSuite } from "./testing/many-files-suite";

describe.each(implementations)("$name", ({ lend, runsAsRoot, manyFiles = 1_000 }) => {
  if (!lend) {
    it.skip("not to be had on this machine");
    return;
  }
  let lent: Lent;
  let folder: string;
  let localFolder: string | null = null;
  let count = 0;

  const bench: Bench = {
    runsAsRoot,
    manyFiles,
    get transport() {
      return lent.transport;
    },
    get smallDisk() {
      return lent.smallDisk;
    },
    async fresh() {
      const path = `${folder}/${(count += 1)}`;
      await lent.transport.makeDirectory(path);
      return path;
    },
  };

  beforeAll(async () => {
    lent = await lend();
    if (lent.transport instanceof LocalTransport) localFolder = await mkdtemp(join(tmpdir(), "sqmpy-local-"));
    folder = localFolder ?? `${await lent.transport.home()}/contract ${randomBytes(4).toString("hex")}`;
    await lent.transport.makeDirectory(folder);
  });

  afterAll(async () => {
    await lent.transport.exec(`chmod -R u+rwx ${quote(folder)}; rm -rf -- ${quote(folder)}`);
    await lent.close();
    if (localFolder) await rm(localFolder, { recursive: true, force: true });
  });

  execSuite(bench);
  filesSuite(bench);
  manyFilesSuite(bench);
});
