import { startApp } from "../e2e/support/app";
import { openLab } from "../e2e/support/lab";
import type { LabHost } from "../e2e/support/lab-host";
import { seedHistory } from "../lib/store/testing/seed-history";
import { figureOf, median, type Measured } from "./figure";

/** Milliseconds that the server takes for the history page, whole, for the first page of so many jobs. */
export async function measureHistory(host: LabHost, counts: readonly number[], repeats: number): Promise<Measured> {
  const growth: Measured["growth"] = [];
  for (const count of counts) growth.push({ size: `${count} jobs`, ours: await historyWith(host, count, repeats), peer: null });
  const last = growth.pop();
  return {
    name: "history100k",
    figure: figureOf("ms", last?.ours ?? Number.NaN),
    what: `the history page from the server, median of ${repeats}`,
    growth,
  };
}

async function historyWith(host: LabHost, jobs: number, repeats: number): Promise<number> {
  const lab = await openLab({ host });
  try {
    await lab.withStores(({ database }) => void seedHistory(database, { owner: lab.userId, jobs, newest: new Date() }));
    const app = await startApp(lab.environment, { port: lab.port });
    try {
      const times: number[] = [];
      for (let repeat = -3; repeat < repeats; repeat++) {
        const began = performance.now();
        const response = await fetch(`${app.url}/jobs`);
        const page = await response.text();
        if (!response.ok || !page.includes("</html>")) throw new Error(`The history answered ${response.status}.`);
        if (repeat >= 0) times.push(performance.now() - began);
      }
      return median(times);
    } finally {
      await app.stop();
    }
  } finally {
    await lab.close();
  }
}
