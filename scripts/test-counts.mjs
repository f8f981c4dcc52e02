import { existsSync, readFileSync } from "node:fs";

export const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], skips: [], unsteady: [] });

/** Vitest's JSON report, or null when it wrote none. */
export function countVitest(file) {
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, "utf8"));
  const counts = none();

  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") counts.failures.push(`${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
      else counts.skips.push(test.fullName);
    }
    if (suite.status === "failed" && suite.assertionResults.every((test) => test.status !== "failed")) {
      counts.failures.push(`${suite.name}: ${firstLine(suite.message)}`);
    }
  }
  return finish(counts);
}

/** Playwright's JSON report, or null when it wrote none. */
export function countPlaywright(file) {
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, "utf8"));
  const counts = none();

  function visit(suite, path) {
    const here = [...path, suite.title].filter(Boolean);
    suite.suites?.forEach((inner) => visit(inner, here));
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [...here, spec.title].join(" › ");
        const why = test.annotations?.find(({ type }) => type === "skip")?.description;
        if (test.status === "skipped") counts.skips.push(why ? `${name} (${why})` : name);
        else if (test.status === "unexpected") counts.failures.push(`${name}: ${firstLine(test.results.at(-1)?.error?.message)}`);
        else counts.passed += 1;
        if (test.status === "flaky") counts.unsteady.push(`${name}: ${firstLine(test.results[0]?.error?.message)}`);
      }
    }
  }
  report.suites.forEach((suite) => visit(suite, []));
  report.errors?.forEach((error) => counts.failures.push(firstLine(error.message)));
  return finish(counts);
}

/** What a tool said of a failure that belongs to no test: Vitest's unhandled errors, a crash, else its last lines. */
export function reasonOutsideOfTests(output) {
  const lines = output.replace(/\x1b\[[0-9;]*m/g, "").split("\n").map((line) => line.trim()).filter(Boolean);
  const named = lines.filter((line) => /Unhandled (Error|Rejection)|^\w*Error\b|Timeout |Worker |out of memory|This error originated in/.test(line));
  return (named.length > 0 ? named.slice(0, 6) : lines.slice(-4)).join(" | ").slice(0, 1_000);
}

function finish(counts) {
  return { ...counts, failed: counts.failures.length, skipped: counts.skips.length };
}

function firstLine(text) {
  return (text ?? "no reason given").replace(/\x1b\[[0-9;]*m/g, "").split("\n")[0].slice(0, 300);
}
