/** `0.4 s`, `45 s`, `3 min 5 s`. */
export function inWords(milliseconds) {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Prints `[2/4] what … how it went`, and while it goes on, how long it has been going on. */
export function createProgress(total) {
  let done = 0;

  return async function step(what, work) {
    done += 1;
    const title = `[${done}/${total}] ${what}`;
    const live = process.stdout.isTTY;
    const began = Date.now();
    let news = "";

    const show = () => process.stdout.write(`\r\x1b[K${title} … ${inWords(Date.now() - began)}${news ? ` · ${news}` : ""}`.slice(0, (process.stdout.columns ?? 80) + 4));
    const tell = () => console.log(`${title} … ${inWords(Date.now() - began)}${news ? ` · ${news}` : ""}`);
    const timer = setInterval(live ? show : tell, live ? 1_000 : 30_000);

    try {
      const answer = await work((text) => (news = text));
      const { words, ...rest } = typeof answer === "string" ? { words: answer } : answer;
      console.log(`${live ? "\r\x1b[K" : ""}${title}: ${words} (${inWords(Date.now() - began)})`);
      return rest;
    } catch (error) {
      console.log(`${live ? "\r\x1b[K" : ""}${title}: failed (${inWords(Date.now() - began)})`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  };
}

/** What ends a script: its message is all that is shown. */
export class Stop extends Error {}

export function endWith(error) {
  console.error(error instanceof Stop ? `\n${error.message}` : error);
  process.exit(1);
}
