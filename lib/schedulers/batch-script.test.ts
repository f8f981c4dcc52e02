import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noResources, type Resources } from "../domain/resources";
import type { BatchScheduler } from "./batch-scheduler";
import { batchScript, directivesIn, type BatchScriptInput } from "./batch-script";
import { effectiveRequest, requestOf } from "./effective-request";
import { readDirectives } from "./read-directives";

const toy: Pick<BatchScheduler, "marks" | "readDirective" | "directives"> = {
  marks: ["#TOY"],
  directives: ({ resources, walltimeSeconds }) => [
    ...(resources.nodes ? [`--nodes=${resources.nodes}`] : []),
    ...(walltimeSeconds ? [`--time=${walltimeSeconds}`] : []),
    ...resources.directives,
  ],
  readDirective: (words) => {
    const [name, value] = words.split("=");
    if (name === "--nodes") return { nodes: Number(value) };
    return name === "--time" ? { walltimeSeconds: Number(value) } : null;
  },
};

const input = (change: Partial<BatchScriptInput> = {}, resources: Partial<Resources> = {}): BatchScriptInput => ({
  ...{ scriptName: "fit it.py", script: "print(1)\n", interpreter: ["python3"], arguments: [], walltimeSeconds: null, parameters: [] },
  resources: { ...noResources, ...resources },
  ...change,
});

describe("a batch script", () => {
  it("has directives, modules, commands and the line that runs the script", () => {
    const text = batchScript(toy, input({ walltimeSeconds: 60 }, { nodes: 2, modules: ["gcc/12", "mpi"], before: "cd sub", after: "rm tmp", launcher: "mpirun", processes: 4, directives: ["--mail=no"] }));
    expect(text).toBe(`#!/bin/bash -l
#TOY --nodes=2
#TOY --time=60
#TOY --mail=no

module load gcc/12 mpi

cd sub

mpirun -n 4 python3 './fit it.py'
code=$?

rm tmp
exit "$code"
`);
    expect(directivesIn(toy, text)).toEqual(["--nodes=2", "--time=60", "--mail=no"]);
  });

  it("honours the directives of the person's own script, and lets the form's values win", () => {
    const script = "#!/usr/bin/env python3\n#TOY --nodes=3   # three\n#TOY --time=90\n#TOY --odd\n\nprint(1)\n#TOY --late\n";
    const request = effectiveRequest(toy, script, { ...noResources, nodes: 5 }, null);
    expect(request).toMatchObject({ resources: { nodes: 5, directives: ["--odd"] }, walltimeSeconds: 90, fromScript: { nodes: 3, walltimeSeconds: 90 } });
    expect(directivesIn(toy, batchScript(toy, input({ script })))).toEqual(["--nodes=3", "--time=90", "--odd"]);
    expect(readDirectives(toy, script).late).toEqual([{ line: 7, words: "--late", meaning: null }]);
  });

  it("lets a script that was edited by hand say all by itself", () => {
    const asked = { script: "#TOY --nodes=3\n", resources: { ...noResources, nodes: 5 }, walltimeSeconds: 60 };
    expect(requestOf(toy, { ...asked, batchScript: "#!/bin/sh\n#TOY --time=9\ntrue\n" })).toMatchObject({ resources: { nodes: null }, walltimeSeconds: 9 });
    expect(requestOf(toy, { ...asked, batchScript: null })).toMatchObject({ resources: { nodes: 5 }, walltimeSeconds: 60 });
  });

  it("takes no comment and no longer word for a directive", () => {
    expect(readDirectives(toy, "#TOYS --nodes=1\n# TOY --nodes=1\n##TOY --nodes=1\n").found).toEqual([]);
  });

  it("puts a task's own values for {name}, each as one word", () => {
    const folder = mkdtempSync(join(tmpdir(), "sqmpy-batch-script-"));
    writeFileSync(join(folder, "job.sh"), 'for word in "$@"; do echo "<$word>"; done\n');
    const text = batchScript(null, input({ scriptName: "job.sh", interpreter: ["sh"], arguments: ["--rate={rate}", "it's {word} {none}", "{rate}{word}"], parameters: ["rate", "word"] }));
    writeFileSync(join(folder, "batch.sh"), text);
    const said = execFileSync("sh", ["batch.sh"], { cwd: folder, env: { ...process.env, rate: "0.1 *", word: "$HOME" }, encoding: "utf8" });
    expect(said).toBe("<--rate=0.1 *>\n<it's $HOME {none}>\n<0.1 *$HOME>\n");
  });
});
