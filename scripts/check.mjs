import { createProgress, endWith, inWords } from "./progress.mjs";
import { lastLines, runCommand, stopWithSignals } from "./run-command.mjs";

const checks = { types: "types", lint: "lint", layers: "who may import whom", unit: "unit tests" };

/** Types, lint, layers and unit tests, two at a time. Answers one result each: `{name, ok, output}`. `logOf` names a file for the output of each. */
export async function runChecks(onNews = () => undefined, extra = {}, logOf = () => undefined) {
  const waiting = ["types", "unit", "lint", "layers"];
  const results = [];

  async function lane() {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const { code, output, took } = await runCommand("npm", ["run", "--silent", name, ...(extra[name] ? ["--", ...extra[name]] : [])], { log: logOf(`${name}.log`) });
      results.push({ name, what: checks[name], ok: code === 0, output, took });
      onNews(results.map((result) => `${result.what} ${result.ok ? "ok" : "FAILED"}`).join(", "));
    }
  }
  await Promise.all([lane(), lane()]);
  return results;
}

export function describeChecks(results) {
  return results.map(({ what, ok, took }) => `${what} ${ok ? "ok" : "FAILED"} ${inWords(took)}`).join(", ");
}

export function complaintsOf(results) {
  return results.filter(({ ok }) => !ok).map(({ what, output }) => `\n--- ${what} ---\n${lastLines(output, 60)}`);
}

async function main() {
  stopWithSignals();
  const { results } = await createProgress(1)("Types, lint, layers, unit tests", async (news) => {
    const results = await runChecks(news);
    return { words: describeChecks(results), results };
  });
  complaintsOf(results).forEach((complaint) => console.error(complaint));
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) main().catch(endWith);
