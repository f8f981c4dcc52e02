import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { pbs } from "./pbs";
import { commentWords } from "./pbs/reasons";

const captured = (file: string) => readFileSync(`${import.meta.dirname}/fixtures/pbs/${file}`, "utf8");
const read = (ids: string[], stdout: string, stderr = "", exitCode = 0) => pbs.status(ids).read({ exitCode, stdout, stderr });

describe("a look at the queue", () => {
  it("reads PBS Pro 12", () => {
    const seen = read(["68350.mycluster", "69301.mycluster", "69302.mycluster", "7.mycluster"], captured("qstat-f-pro-12.txt"));
    expect([...seen.keys()]).toEqual(["68350.mycluster", "69301.mycluster", "69302.mycluster"]);
    expect(seen.get("68350.mycluster")).toMatchObject({ state: "queued", reason: expect.stringMatching(/out of order or closed/) as string });
    expect(seen.get("69301.mycluster")).toMatchObject({
      state: "active",
      nodes: "b141,b142,b143,b144",
      startedAt: new Date("2013-04-20T01:36:59Z"),
      usage: { elapsedSeconds: 231_976, cores: 64, peakMemory: 13_378_420 * 1024, walltimeSeconds: 259_200 },
    });
    expect(seen.get("69302.mycluster")).toMatchObject({ state: "queued", reason: "Waits for the end of job 69301." });
  });

  it("reads the login's noise, the scheduler's guess and a short answer to a long id", () => {
    const sight = read(["7013474.pbs.rcs.ic.ac.uk"], captured("qstat-f-imperial-2023.txt")).get("7013474.pbs.rcs.ic.ac.uk");
    expect(sight).toMatchObject({ state: "queued", reason: "Waits until enough cores are free.", expectedStartAt: new Date("2023-02-14T02:10:01Z") });
  });

  it("reads NASA's clusters, with times in seconds", () => {
    expect(read(["4259576.pbssrv1"], captured("qstat-f-nasa-k-2024.txt")).get("4259576.pbssrv1")).toMatchObject({ state: "queued", reason: expect.stringMatching(/as many active jobs as may be/) as string });
    expect(read(["13198744.pbspl1.nas.nasa.gov"], captured("qstat-f-nasa-pleiades-2022.txt")).get("13198744.pbspl1.nas.nasa.gov")).toMatchObject({ state: "queued", reason: null });
    expect(read(["2493765.pbssrv2"], captured("qstat-x-f-nasa-k-2022.txt")).get("2493765.pbssrv2")?.end).toMatchObject({
      reason: "exit",
      exitCode: 0,
      startedAt: new Date(1_649_348_640_000),
      endedAt: new Date(1_649_348_653_000),
    });
  });

  it("reads the others when some ids are unknown or have left the queue", () => {
    const stderr = "qstat: Unknown Job Id 9.dev8\nqstat: 8.dev8 Job has finished, use -x or -H to obtain historical job information\n";
    expect(read(["45.dev8", "9.dev8", "8.dev8"], captured("qstat-x-f-2024.txt"), stderr, 123).get("45.dev8")).toMatchObject({ state: "ended", end: { reason: "exit", exitCode: 0 } });
  });

  it.each(["Connection refused\nqstat: cannot connect to server 6cfab3a0b8ac (errno=15010)", "No route to host\nqstat: cannot connect to server aqua (errno=15010)"])(
    "says that the server does not answer: %s",
    (stderr) => {
      expect(() => read(["1.x"], "", stderr, 255)).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
    },
  );
});

describe("how a job ended", () => {
  const ended = (lines: string[]) =>
    pbs.records(["1.x"])?.read({ exitCode: 0, stderr: "", stdout: ["Job Id: 1.x", "job_state = F", ...lines].join("\n    ") }).get("1.x")?.end;
  const began = "stime = Sat Sep 14 08:37:55 2024";

  it.each([
    [["Exit_status = 7", "substate = 93", began], { reason: "exit", exitCode: 7 }],
    [["Exit_status = -29", "substate = 93", "comment = Job run at Wed Jul 22 at 07:48 on (dec2385:ncpus=64) and exceeded resource walltime"], { reason: "walltime" }],
    [["Exit_status = -27", "substate = 93", began], { reason: "memory" }],
    [["Exit_status = -20", "substate = 93", began], { reason: "node_failure" }],
    [["Exit_status = -3", "substate = 93"], { reason: "boot_failure" }],
    [["Exit_status = 271", "substate = 91", began, "comment = Job run at Wed Jul 22 at 07:48 on (a:ncpus=1) and terminated"], { reason: "removed" }],
    [["substate = 91", "comment = Not Running: Not enough free nodes available and terminated"], { reason: "removed", startedAt: null }],
    [["substate = 92", "depend = afterok:12.x@x"], { reason: "dependency" }],
    [["Exit_status = 265", "substate = 93", began], { reason: "signal", signal: "SIGKILL" }],
    [["Exit_status = 271", "substate = 93", began, "resources_used.walltime = 00:10:05", "Resource_List.walltime = 00:10:00"], { reason: "walltime" }],
  ])("%j", (lines, expected) => {
    expect(ended(lines)).toMatchObject(expected);
  });

  it("knows no end of an array's task that has no exit status", () => {
    const sight = (lines: string[]) => read(["1[].x"], ["Job Id: 1[4].x", "job_state = X", ...lines].join("\n    ")).get("1[4].x");
    expect(sight([])).toMatchObject({ state: "unknown", nativeReason: "X", end: null });
    expect(sight(["Exit_status = 3", "substate = 93"])?.end).toMatchObject({ reason: "exit", exitCode: 3 });
  });

  it("takes the first value of a name: an environment variable may look like one", () => {
    const sight = read(["1.x"], "Job Id: 1.x\n    job_state = R\n    Variable_List = A=f() {\n    job_state = F\n}\n    comment = x\n").get("1.x");
    expect(sight?.state).toBe("active");
  });
});

describe("words of comments", () => {
  it.each([
    ["Not Running: Insufficient amount of resource: ncpus (R: 4 A: 0 T: 2)", "Waits until enough cores are free (asked 4, free 0, in all 2)."],
    ["Not Running: would exceed user alice's limit on resource ngpus in queue gpu", /as many GPUs in use/],
    ["Not Running: Job would conflict with reservation or top job", /planned for a reservation/],
    ["Not Running: Not enough free nodes available", "Waits until enough nodes are free."],
    ["Can Never Run: Not enough total nodes available", /^It can never start \(Not enough total nodes available\)\. Cancel it/],
    ["Not Running: Something new", "Something new."],
  ])("%s", (comment, expected) => {
    expect(commentWords(comment)).toMatch(expected);
  });
});

describe("directives", () => {
  const resources = { ...noResources, nodes: 2, processesPerNode: 4, coresPerProcess: 2, gpusPerProcess: 1, memoryPerNode: 4 * 1024 ** 3, queue: "long", account: "tm70", exclusive: true, constraint: "cpu_type=rome" };

  it("asks for chunks", () => {
    expect(pbs.directives({ resources, walltimeSeconds: 90_061 })).toEqual([
      "-q long",
      "-A tm70",
      "-l select=2:ncpus=8:mpiprocs=4:mem=4096mb:ngpus=4:cpu_type=rome",
      "-l place=scatter:excl",
      "-l walltime=25:01:01",
    ]);
  });

  it("reads back what it wrote", () => {
    const read = Object.assign({}, ...pbs.directives({ resources, walltimeSeconds: 60 }).map((line) => pbs.readDirective(line))) as object;
    const { nodes, processesPerNode, coresPerProcess, gpusPerProcess, memoryPerNode, queue, account, exclusive, constraint } = resources;
    expect(read).toEqual({ nodes, processesPerNode, coresPerProcess, gpusPerProcess, memoryPerNode, queue, account, exclusive, constraint, walltimeSeconds: 60 });
  });

  it.each([
    ["-l select=15:ncpus=16", { nodes: 15, processesPerNode: 1, coresPerProcess: 16 }],
    ["-lselect=2:ncpus=28:mem=140gb:mpiprocs=28 -lwalltime=192:00:00", { nodes: 2, processesPerNode: 28, coresPerProcess: 1, memoryPerNode: 140 * 1024 ** 3, walltimeSeconds: 691_200 }],
    ["-l select=1:ncpus=8:ngpus=1:gpu_model=k40:mem=32gb,walltime=2:00:00", { nodes: 1, processesPerNode: 1, coresPerProcess: 8, gpusPerProcess: 1, memoryPerNode: 32 * 1024 ** 3, constraint: "gpu_model=k40", walltimeSeconds: 7_200 }],
    ["-J 1-1000%20", { array: "1-1000%20" }],
    ["-N 'a name'", { jobName: "a name" }],
    ["-q workq", { queue: "workq" }],
    ["-l select=1:ncpus=4+2:ncpus=8", null],
    ["-W group_list=hpc", null],
    ["-P tm70", null],
    ["-V", null],
  ])("%s", (words, expected) => {
    expect(pbs.readDirective(words)).toEqual(expected);
  });
});

describe("a submission", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/home/a b", control: "/home/a b/.sqmpy/j1" },
    directives: ["-l select=1:ncpus=1", "-N mine -j oe", "-W block=true", "-V"],
    tasks: null,
    dependencies: [{ nativeId: "12.x", condition: "ok" }, { nativeId: "13[].x", condition: "any" }],
    held: true,
  };

  it("keeps its own ways over the directives'", () => {
    expect(pbs.render(submission)).toEqual([
      { name: "pbs.sh", text: "#!/bin/sh\n#PBS -l select=1:ncpus=1\n#PBS -V\nexec >'/home/a b/.sqmpy/j1/scheduler.out' 2>&1\n/bin/sh '/home/a b/.sqmpy/j1/run.sh'\n" },
    ]);
    expect(pbs.submitCommand(submission)).toBe(
      "(unset TZ LC_ALL; qsub -N n123 -S /bin/sh -m n -j oe -o /dev/null -e /dev/null -r n -h -W 'depend=afterok:12.x,afterany:13[].x' pbs.sh)",
    );
  });

  it("deletes the tasks between uneven ones, and asks for two where there is one", () => {
    const array = (indexes: number[]) => pbs.submitCommand({ ...submission, dependencies: [], held: false, tasks: { indexes, atOnce: null } });
    expect(array([0, 1, 2])).toMatch(/-J 0-2 pbs\.sh\)$/);
    expect(array([0, 2, 4])).toMatch(/-J 0-4:2 pbs\.sh\)$/);
    expect(array([7])).toContain("-J 7-8 ");
    expect(array([7])).toContain('qdel "$number[8]$server"');
    expect(array([2, 5])).toMatch(/-J 2-5:3 /);
    expect(array([1, 2, 6])).toContain('qdel "$number[3-5]$server"');
    expect(array([1, 2, 6])).not.toContain("-r n");
    expect(pbs.render({ ...submission, tasks: { indexes: [1, 2, 6], atOnce: 2 } })[0]?.text).toContain('{ [ "$task" -ge 1 ] && [ "$task" -le 2 ]; } ||\n{ [ "$task" -ge 6 ] && [ "$task" -le 6 ]; } || exit 0');
  });

  it("reads the id, and refusals in words", () => {
    const read = (exitCode: number, stdout: string, stderr = "") => pbs.readSubmit({ exitCode, stdout, stderr });
    expect(read(0, "Welcome\n1234[].pbs01.site.edu\n")).toBe("1234[].pbs01.site.edu");
    expect(read(0, "7609762.imgt1\n")).toBe("7609762.imgt1");
    expect(() => read(170, "", "qsub: Unknown queue\n")).toThrow(/no such queue.*Choose another queue/);
    expect(() => read(188, "", "qsub: Job violates queue and/or server resource limits\n")).toThrow(/Ask for less walltime/);
    expect(() => read(1, "", "qsub: cannot connect to server pbs (errno=15010)\n")).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
  });
});

it("finds a lost id, and knows for how long it may say that there is none", () => {
  const since = new Date(Date.UTC(2026, 0, 1));
  const answer = (found: string, server: string) =>
    pbs.find("n1", since).read({ exitCode: 0, stderr: "", stdout: `${found}\n--\nServer: x\n    ${server}\n-- ${since.getTime() / 1_000 + 3_600}\n` });
  expect(answer("12[].x", "job_history_enable = True")).toEqual({ nativeId: "12[].x", isCertain: true });
  expect(answer("", "job_history_enable = True\n    job_history_duration = 00:30:00")).toEqual({ nativeId: null, isCertain: false });
  expect(answer("", "job_history_enable = False")).toEqual({ nativeId: null, isCertain: false });
});

describe("offers", () => {
  const command = pbs.offers(new Date()).command;
  const filter = /awk '([\s\S]*?)' \| sort/.exec(command)?.[1] ?? "";
  const nodes = (file: string) => execFileSync("sh", ["-c", `awk '${filter}' | sort | uniq -c`], { input: captured(file), encoding: "utf8" });
  const server = "Server: pbs\n    default_queue = qexp\n    max_array_size = 10000\n    job_history_enable = True\n    pbs_version = 19.1.3\n";

  it("reads queues and nodes", () => {
    const stdout = `== queues\n${captured("qstat-Q-f.txt")}\n== server\n${server}== me\nalice\n== groups\nusers\n== nodes\n${nodes("pbsnodes-a.txt")}== reservations\nName: R12.pbs\n`;
    const offers = pbs.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
    expect(offers).toMatchObject({ scheduler: "pbs", version: "19.1.3", maxArraySize: 10_000, hasAccounting: true, reservations: ["R12"] });
    expect(offers.queues).toMatchObject([
      { name: "gpu_long", isDefault: false, isOpen: true, maxWalltimeSeconds: 1_209_600, nodes: null },
      { name: "qexp", isDefault: true, isOpen: true, maxWalltimeSeconds: 3_600, defaultWalltimeSeconds: 3_600, maxNodes: 4, nodes: null },
      { name: "quick", isOpen: false, note: "it is reached through another queue only", maxWalltimeSeconds: 14_400, nodes: 4, coresPerNode: 24, gpusPerNode: 3 },
    ]);
  });
});
