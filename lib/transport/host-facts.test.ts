import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freeSpaceScript, readFreeSpace } from "./disk-full";
import { clockScript, factsScript, readClock, readFacts } from "./host-facts";

const sh = (script: string) => execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });

describe("readFacts", () => {
  it.each([
    ["slurm 22.05.8", "slurm 22.05.8"],
    ["lsf IBM Spectrum LSF Standard 10.1.0.0, Jul 08 2016", "lsf 10.1.0.0"],
    ["htcondor $CondorVersion: 23.9.6 2024-07-31 BuildID: 748275 PackageID: 23.9.6 $", "htcondor 23.9.6"],
    ["flux commands:    		0.50.0", "flux 0.50.0"],
    ["pbs pbs_version = 19.0.0", "pbs 19.0.0"],
    ["sge SGE 8.1.9", "sge 8.1.9"],
    ["torque Version: 6.1.2 Commit: 661e092552de43a785c15d39a3634a541d86898e ", "torque 6.1.2"],
    ["loadleveler llstatus 5.1.0.13 rsat1s013a 2012/10/03 RHEL 6.0 ", "loadleveler 5.1.0.13"],
    ["slurm", "slurm"],
    ["", null],
  ])("names the batch system of “%s”", (said, expected) => {
    expect(readFacts(`scheduler=${said}`).scheduler).toBe(expected);
  });

  it("takes the kernel where the system has no name", () => {
    expect(readFacts("os=\nkernel=Darwin 23.1.0\npythonVersion=Python 3.11.2\nbash=\n")).toMatchObject({ os: "Darwin 23.1.0", pythonVersion: "3.11.2", bash: null, home: null });
  });

  it("reads what a real shell prints", () => {
    const facts = readFacts(sh(factsScript));
    expect(facts.home).toMatch(/^\//);
    expect(facts.os).not.toBeNull();
    expect(readFreeSpace(facts.disk ?? "")).toMatchObject({ freeBytes: expect.any(Number) });
  });
});

describe("which batch system a host has", () => {
  const tools = ["sh", "head", "tr", "tail", "uname", "df", "cat"];

  /** Runs the script where no commands are found but a few tools and those that are played: what each prints. */
  function detect(commands: Record<string, string>, environment: Record<string, string> = {}): string | null {
    const bin = mkdtempSync(join(tmpdir(), "sqmpy-facts-"));
    try {
      for (const tool of tools) symlinkSync(sh(`command -v ${tool}`).trim(), join(bin, tool));
      for (const [name, said] of Object.entries(commands)) {
        writeFileSync(join(bin, name), `#!/bin/sh\ncat <<'END'\n${said}\nEND\n`);
        chmodSync(join(bin, name), 0o755);
      }
      return readFacts(execFileSync("/bin/sh", ["-c", factsScript], { encoding: "utf8", env: { ...environment, PATH: bin, HOME: bin, NODE_ENV: "test" } })).scheduler;
    } finally {
      rmSync(bin, { recursive: true });
    }
  }

  const qsubs = { qsub: "", qstat: "", qdel: "", pbsnodes: "" };

  it.each<[string, Record<string, string>, string | null]>([
    ["none", {}, null],
    ["Slurm of Debian", { sbatch: "slurm-wlm 22.05.8" }, "slurm 22.05.8"],
    ["Slurm with its wrappers for Torque's commands", { ...qsubs, sbatch: "slurm 24.11.5", qstat: "Version: 6.1.2" }, "slurm 24.11.5"],
    ["OpenPBS", { ...qsubs, qstat: "pbs_version = 20.0.1" }, "pbs 20.0.1"],
    ["PBS Pro", { ...qsubs, qstat: "pbs_version = 2022.1.1.20220926110806" }, "pbs 2022.1.1.20220926110806"],
    ["Torque 6", { ...qsubs, qstat: "Version: 6.1.2\nCommit: 661e092552de43a785c15d39a3634a541d86898e" }, "torque 6.1.2"],
    ["Torque 2", { ...qsubs, qstat: "version: 2.4.16" }, "torque 2.4.16"],
    ["Cobalt", { ...qsubs, qstat: 'version: "qstat.py $Revision: 1.0.23, Cobalt 1.0.23"', cqsub: "" }, "cobalt 1.0.23"],
    ["Grid Engine", { ...qsubs, qconf: "", qstat: "SGE 8.1.9" }, "sge 8.1.9"],
    ["LSF", { bsub: "IBM Spectrum LSF Standard 10.1.0.0, Jul 08 2016" }, "lsf 10.1.0.0"],
    ["HTCondor", { condor_submit: "", condor_version: "$CondorVersion: 23.9.6 2024-07-31 BuildID: 748275 $" }, "htcondor 23.9.6"],
    ["LoadLeveler", { llsubmit: "", llstatus: "llstatus 5.1.0.13 rsat1s013a 2012/10/03 RHEL 6.0" }, "loadleveler 5.1.0.13"],
    ["Flux", { flux: "commands:    \t\t0.50.0\nlibflux-core:\t\t0.50.0" }, "flux 0.50.0"],
  ])("knows %s", (_name, commands, expected) => {
    expect(detect(commands)).toBe(expected);
  });

  it("takes a qsub for Grid Engine's where SGE_ROOT says so", () => {
    expect(detect({ ...qsubs, qstat: "GE 6.2u5" }, { SGE_ROOT: "/opt/sge" })).toBe("sge 6.2");
  });
});

describe("readClock", () => {
  it("reads the clock of a real shell, to the millisecond", () => {
    expect(Math.abs((readClock(sh(clockScript)) ?? 0) - Date.now())).toBeLessThan(2_000);
  });

  it("knows when it was given something else", () => {
    expect(readClock("")).toBeNull();
    expect(readClock("17N")).toBeNull();
  });
});

describe("readFreeSpace", () => {
  it("takes blanks in names, percent and mount points", () => {
    const text = "Filesystem 1024-blocks Used Available Capacity Mounted on\nserver:/vol/big disk 1000 900 100 90% /mnt/my disk\n";
    expect(readFreeSpace(text)).toEqual({ freeBytes: 102_400, mount: "/mnt/my disk" });
    expect(readFreeSpace("overfull 1000 1100 -100 110% /")).toEqual({ freeBytes: 0, mount: "/" });
    expect(readFreeSpace("df: no file systems processed")).toBeNull();
  });

  it("finds the disk of a path that is not there yet", () => {
    expect(readFreeSpace(sh(freeSpaceScript("/tmp/no such/-folder/file")))).toMatchObject({ mount: expect.stringMatching(/^\//) });
  });
});
