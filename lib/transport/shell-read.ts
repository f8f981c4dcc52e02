import { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { quote } from "@/lib/schedulers/quote";
import { breakOff } from "./break-off";
import { refused } from "./shell-error";
import { Collector } from "./ssh-exec";
import type { ShellAccess } from "./shell-access";

/** Streams a file, or a part of it, through `tail` and `head`. */
export async function openReadByShell(shell: ShellAccess, path: string, { start = 0, end }: { start?: number; end?: number } = {}): Promise<Readable> {
  const target = quote(path);
  const looked = await shell.exec(`if [ -d ${target} ]; then echo 'is a folder' >&2; exit 1; fi; LC_ALL=C wc -c < ${target}`);
  if (looked.exitCode !== 0) throw refused(looked, "read", path);
  const size = Number(looked.stdout.toString().trim());
  const length = Math.max(0, Math.min(end ?? size, size) - start);
  if (length === 0) return Readable.from([]);

  const stderr = new Collector(65_536);
  const stream = new Readable({
    highWaterMark: 1024 * 1024,
    read: () => running.channel.resume(),
    destroy: (error, callback) => {
      running.kill(new AppError("remote", "The reading was given up."));
      callback(error);
    },
  });
  const running = await shell.start(`tail -c +${start + 1} < ${target} | head -c ${length}`, {
    stdout(chunk) {
      if (chunk.length === 0 || stream.destroyed) return;
      if (!stream.push(chunk)) running.channel.pause();
    },
    stderr: (chunk) => void stderr.add(chunk),
  });
  running.ended.then(
    ({ exitCode }) => {
      if (stream.destroyed) return;
      if (exitCode === 0) stream.push(null);
      else breakOff(stream, refused({ exitCode, stderr: stderr.bytes() }, "read", path));
    },
    (error: Error) => breakOff(stream, error),
  );
  return stream;
}
