/**
 * Makes the README's pictures out of the built app, with a host and jobs of its own:
 * public/screens/{job,history,new-job,hosts}-{1440,390}-{light,dark}.png
 *
 *   npm run build && npm run screens
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import { startApp } from "../e2e/support/app";
import { callAction } from "../e2e/support/call-action";
import { openLab, type Lab } from "../e2e/support/lab";
import { startLabHost } from "../e2e/support/lab-host";
import { plainSpec } from "../e2e/support/plain-spec";
import type { HostFacts } from "../lib/domain/host";
import { jobSpecSchema, type JobSpec } from "../lib/domain/job-spec";
import { createJob } from "../lib/runner/new-job";
import type { Stores } from "../lib/store/open-stores";
import { findBrowser } from "./find-browser.mjs";

const folder = join("public", "screens");
const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const themes = ["light", "dark"] as const;

const past: { name: string; description?: string; hoursAgo: number; minutes: number; end: "completed" | "failed" | "walltime" | "canceled" }[] = [
  { name: "Protein folding, run 12", description: "With the new force field.", hoursAgo: 170, minutes: 3_400, end: "completed" },
  { name: "Mesh refinement", hoursAgo: 98, minutes: 12, end: "failed" },
  { name: "Lipid bilayer equilibration", description: "Reference for the group meeting.", hoursAgo: 75, minutes: 1_080, end: "completed" },
  { name: "Zeolite pore, parameter sweep", hoursAgo: 51, minutes: 720, end: "walltime" },
  { name: "Phonon spectrum of graphene", description: "For the figure in section 4.", hoursAgo: 30, minutes: 95, end: "completed" },
  { name: "Water box, free energy", hoursAgo: 27, minutes: 3, end: "canceled" },
  { name: "Water box, free energy", description: "Again with a smaller time step.", hoursAgo: 26, minutes: 410, end: "completed" },
  { name: "Silica glass, quench", description: "Checks the convergence of the cut-off.", hoursAgo: 5, minutes: 63, end: "completed" },
];

const others: { name: string; address: string; facts: Omit<HostFacts, "checkedAt"> | null }[] = [
  {
    name: "Institute's compute server",
    address: "compute.physics.uni.example",
    facts: {
      os: "Rocky Linux 9.4",
      shell: "/bin/bash",
      home: "/home/ada",
      python: "/usr/bin/python3",
      pythonVersion: "3.9.18",
      bash: "/usr/bin/bash",
      scheduler: null,
      fileTransfer: "sftp",
      freeBytes: 3.2e12,
      noise: null,
      clockSkewMs: 40,
    },
  },
  { name: "Group's old server", address: "login.old.uni.example", facts: null },
];

const running = `#!/usr/bin/env python3
"""Relaxes a copper lattice and writes the energy of each step."""
import math, os, time

os.makedirs("frames", exist_ok=True)
energies = open("energy.csv", "w")
energies.write("step,energy,residual\\n")
print("\\033[36mcopper lattice\\033[0m  4096 atoms, 16 x 16 x 16 cells")
for step in range(1, 100_000):
    residual = math.exp(-step / 9) * (1.2 + math.sin(step))
    energy = -3.49 * 4096 + 220 * residual
    colour = "33" if residual > 0.05 else "32"
    print(f"step {step:4d}   E = {energy:12.4f} eV   residual \\033[{colour}m{residual:.2e}\\033[0m")
    energies.write(f"{step},{energy:.4f},{residual:.6f}\\n")
    energies.flush()
    if step % 10 == 0:
        open(f"frames/{step:04d}.xyz", "w").write("4096\\n\\n" + "Cu 0.0 0.0 0.0\\n" * 4096)
    time.sleep(0.1 if step < 40 else 2)
`;

const host = await startLabHost();
const lab = await openLab({ host });
try {
  await lab.withStores((stores) => {
    writeHosts(stores, lab);
    writePast(stores, lab);
  });
  const app = await startApp(lab.environment, { port: lab.port });
  try {
    await takeAll(app.url);
  } finally {
    await app.stop();
  }
} finally {
  await lab.withStores(({ database }) => {
    const places = database.$client.prepare("SELECT directory FROM jobs WHERE directory IS NOT NULL").pluck().all() as string[];
    for (const place of places) if (place.startsWith(`${host.home}/`)) rmSync(place, { recursive: true, force: true });
  });
  await lab.close();
  await host.stop();
}

/** The lab's host by a better name, and others that cannot be asked now: as their last tests left them. */
function writeHosts({ desk }: Stores, { userId, hostId }: Lab): void {
  const now = new Date();
  const known = desk.hosts.find(userId, hostId);
  if (known) desk.hosts.update(userId, hostId, { ...known, name: "Workstation", credential: null });

  for (const { name, address, facts } of others) {
    const host = desk.hosts.create(userId, { kind: "ssh", name, address, port: 22, username: "ada", credential: { method: "agent" }, publicKey: null }, now);
    if (facts) desk.hosts.setFacts(userId, host.id, { ...facts, checkedAt: now.toISOString() });
  }
}

/** Jobs of the last week, as the app would have written them down. */
function writePast({ desk, jobs }: Stores, { userId, hostId }: Lab): void {
  for (const { name, description = "", hoursAgo, minutes, end } of past) {
    const submittedAt = new Date(Date.now() - hoursAgo * 3_600_000);
    const startedAt = new Date(submittedAt.getTime() + 1_200);
    const endedAt = new Date(startedAt.getTime() + minutes * 60_000);
    const spec = jobSpecSchema.parse(plainSpec(hostId, "#!/bin/sh\n./simulate\n", { name, description, walltime: end === "walltime" ? "12h" : "" }));
    const { job } = createJob(desk, userId, spec, submittedAt);
    const endReason = end === "walltime" || end === "canceled" ? end : "exit";
    const exitCode = end === "completed" ? 0 : end === "failed" ? 2 : null;
    jobs.move(job.id, { to: "active", startedAt }, startedAt);
    jobs.move(job.id, { to: "stage_out", startedAt, endedAt, endReason, exitCode, signal: null }, endedAt);
    jobs.move(job.id, { to: end === "walltime" ? "failed" : end }, endedAt);
  }
}

async function takeAll(url: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    const page = await browser.newPage({ baseURL: url, reducedMotion: "reduce" });
    await page.goto(`/hosts/${lab.hostId}?test=now`);
    await expect(page.getByText("is ready for jobs")).toBeVisible({ timeout: 30_000 });

    const id = await submit(url, running, { scriptName: "relax.py", name: "Relaxation of a copper lattice", description: "Again with a smaller time step.", walltime: "2h" });
    await page.goto(`/jobs/${id}`);
    await expect(page.getByText("step   40")).toBeVisible({ timeout: 60_000 });
    await take(page, "job");

    await page.goto("/jobs");
    await expect(page.getByRole("link", { name: "Silica glass, quench" }).filter({ visible: true })).toBeVisible();
    await take(page, "history");

    await page.goto("/hosts");
    await take(page, "hosts");

    await page.goto("/jobs/new");
    await expect(page.getByRole("button", { name: "Submit job" })).toBeEnabled();
    await page.getByRole("button", { name: "Example" }).click();
    await expect(page.getByRole("textbox", { name: "File name" })).toHaveValue("chaos.py");
    await take(page, "new-job");
    await callAction(url, "/jobs", "cancelJobs", { ids: [id] });
  } finally {
    await browser.close();
  }
}

async function submit(url: string, script: string, change: Partial<JobSpec>): Promise<string> {
  const { redirectedTo, body } = await callAction(url, "/jobs/new", "submitJob", plainSpec(lab.hostId, script, change));
  const id = /\/jobs\/([^/?]+)/.exec(redirectedTo ?? "")?.[1];
  if (!id) throw new Error(`The job was not taken: ${body.slice(0, 300)}`);
  return id;
}

async function take(page: Page, name: string): Promise<void> {
  for (const size of widths) {
    for (const colorScheme of themes) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // A smooth scroll under way would go on after the jump to the top.
      await expect(async () => {
        await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
        await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.scrollY === 0)))), undefined, { timeout: 300 });
      }).toPass();
      const path = join(folder, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
      shrink(path);
      console.log(`${path} ${Math.round(statSync(path).size / 1_000)} kB`);
    }
  }
}

/** A palette is enough for these pictures, and a third of the size; without ImageMagick they stay as they are. */
function shrink(path: string): void {
  if (spawnSync("convert", ["-version"], { stdio: "ignore" }).status !== 0) return;
  execFileSync("convert", [path, "-strip", "+dither", "-colors", "192", "-define", "png:compression-level=9", `PNG8:${path}`]);
}
