import { execFileSync } from "node:child_process";
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
