import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { quote } from "@/lib/schedulers/quote";
import { breakOff } from "./break-off";
import { piecesOf } from "./pieces-of";
import { Collector, type RawResult } from "./ssh-exec";
import type { ShellAccess } from "./shell-access";
import type { WriteResult } from "./transport";

/** Sends a file through `cat`, which prints the size that arrived. */
export async function writeByShell(
  shell: ShellAccess,
  path: string,
  source: Readable | Buffer | string,
  mode: number | undefined,
): Promise<{ result: RawResult; written: WriteResult }> {
  const target = quote(path);
  const setMode = mode === undefined ? "" : `: > ${target} && chmod ${mode.toString(8)} ${target} && `;
  const stdout = new Collector(4_096);
  const stderr = new Collector(65_536);
  const running = await shell.start(
    `${setMode}cat > ${target} && wc -c < ${target}`,
    { stdout: (chunk) => void stdout.add(chunk), stderr: (chunk) => void stderr.add(chunk) },
    "stream",
  );
  const { channel } = running;
  const hash = createHash("sha256");
  let size = 0;
  let hasEnded = false;
  const ended = running.ended.finally(() => {
    hasEnded = true;
    channel.emit("drain");
  });
  ended.catch((error: Error) => {
    if (source instanceof Readable) breakOff(source, error);
  });

  try {
    for await (const chunk of piecesOf(source)) {
      if (hasEnded) break;
      hash.update(chunk);
      size += chunk.length;
      if (!channel.write(chunk)) await once(channel, "drain");
    }
  } catch (error) {
    running.kill(new AppError("remote", `The sending of “${path}” was given up.`, { cause: error }));
    throw error;
  }
  channel.end();
  const { exitCode, noise } = await ended;
  return { result: { exitCode, noise, stdout: stdout.bytes(), stderr: stderr.bytes() }, written: { size, sha256: hash.digest("hex") } };
}
