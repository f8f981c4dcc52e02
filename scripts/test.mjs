import { mkdirSync, rmSync } from "node:fs";
import { buildIfNeeded } from "./build-app.mjs";
import { complaintsOf, describeChecks, runChecks } from "./check.mjs";
import { installPackages } from "./install-packages.mjs";
import { installSshCrypto } from "./install-ssh-crypto.mjs";
import { installTestTools } from "./install-test-tools.mjs";
import { createProgress, endWith, inWords } from "./progress.mjs";
import { inRoot, refuseOldNode, textOf } from "./project.mjs";
import { lastLines, runCommand, stopWithSignals } from "./run-command.mjs";
import { countPlaywright, countVitest, none, reasonOutsideOfTests } from "./test-counts.mjs";

const logs = (name) => inRoot("test-results", "logs", name);
const vitestReport = (name) => ["--reporter=dot", "--reporter=json", `--outputFile.json=${logs(`${name}.json`)}`];

refuseOldNode();
stopWithSignals();
test().catch(endWith);

async function test() {
  const began = Date.now();
  const killTest = JSON.parse(textOf("package.json")).scripts["chaos:kill"] !== undefined;
  const step = createProgress(killTest ? 10 : 9);
  const total = none();

  rmSync(logs(""), { recursive: true, force: true });
  mkdirSync(logs(""), { recursive: true });

  await step("Packages", installPackages);
  await step("Fast SSH", installSshCrypto);
  const { leftOut } = await step("What the tests run against", installTestTools);

  await step("Types, lint, layers, unit tests", check);
  await step("The engine", () => vitest("engine"));
  await step("Contracts, on real servers", () => vitest("contract"));
  await step("Schedulers, real and captured", () => vitest("schedulers"));
  const built = await step("Build", build);
  await step("In a browser, on the built app", built.ok ? browser : () => notRun("it could not be built"));
  if (killTest) await step("Killed at any moment", built.ok ? kill : () => notRun("it could not be built"));

  for (const name of total.skips) console.log(`skipped: ${name}`);
  for (const name of leftOut) console.log(`not tested here: ${name}`);
  for (const test of total.unsteady) console.log(`passed only at its second try: ${test}`);
  for (const failure of total.failures) console.log(`FAILED: ${failure}`);
  console.log(`\nAll output lies in test-results/logs. It took ${inWords(Date.now() - began)}.`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;

  async function check(news) {
    const report = logs("unit.json");
    const results = await runChecks(news, { unit: vitestReport("unit") }, logs);
    complaintsOf(results).forEach((complaint) => console.log(complaint));

    for (const { name, what, ok, output } of results) {
      if (name === "unit") add(countVitest(report), ok, what, output);
      else add({ ...none(), passed: Number(ok), failed: Number(!ok), failures: ok ? [] : [what] }, ok, what, output);
    }
    return describeChecks(results);
  }

  async function vitest(project) {
    const { code, output } = await runCommand("vitest", ["run", "--project", project, ...vitestReport(project)], { log: logs(`${project}.log`) });
    return tell(countVitest(logs(`${project}.json`)), code === 0, `${project} tests`, output);
  }

  async function build(news) {
    try {
      const words = await buildIfNeeded(news);
      total.passed += 1;
      return { words, ok: true };
    } catch (error) {
      console.log(`\n${error.message}`);
      add(null, false, "build", error.message);
      return { words: "FAILED", ok: false };
    }
  }

  async function browser(news) {
    const report = logs("e2e.json");
    const { code, output } = await runCommand("playwright", ["test", "--reporter=list,json"], {
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      log: logs("e2e.log"),
      onLine: (line) => /^\s*[✓✘x-]\s+\d+ /.test(line) && news(line.trim().slice(0, 60)),
    });
    return tell(countPlaywright(report), code === 0, "browser tests", output);
  }

  async function kill(news) {
    const { code, output } = await runCommand("npm", ["run", "--silent", "chaos:kill"], { log: logs("kill.log"), onLine: (line) => news(line.trim().slice(0, 60)) });
    return tell({ ...none(), passed: Number(code === 0), failed: Number(code !== 0), failures: code === 0 ? [] : ["chaos:kill"] }, code === 0, "kill test", output);
  }

  /** A tool that fails although each of its tests passed, or without a report, is a failure too. */
  function add(counts, ok, what, output) {
    const known = counts ?? none();
    if (!ok && known.failed === 0) {
      known.failed += 1;
      known.failures = [`${what}: ${counts ? "something outside of its tests failed" : "ended without a report"}: ${reasonOutsideOfTests(output)}`];
    }
    total.passed += known.passed;
    total.failed += known.failed;
    total.skipped += known.skipped;
    total.failures.push(...known.failures);
    total.skips.push(...known.skips);
    total.unsteady.push(...known.unsteady);
    return known;
  }

  function tell(counts, ok, what, output) {
    const { passed, failed, skipped } = add(counts, ok, what, output);
    if (!ok) console.log(`\n${lastLines(output, 60)}`);
    return `${passed} passed, ${failed} failed, ${skipped} skipped`;
  }

  function notRun(why) {
    total.failed += 1;
    total.failures.push(`not run: ${why}`);
    return `not run: ${why}`;
  }
}
