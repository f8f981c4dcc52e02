import { randomBytes } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import { quote } from "@/lib/schedulers/quote";
import { diskFull, freeSpaceScript, isFullText, readFreeSpace } from "./disk-full";
import type { FileAccess } from "./file-access";
import { readListing, shellListScript } from "./shell-list";
import { listAnswer } from "./list-answer";
import { openReadByShell } from "./shell-read";
import { rangesScript, readRangeAnswers } from "./shell-ranges";
import { refused } from "./shell-error";
import { writeByShell } from "./shell-write";
import type { ShellAccess } from "./shell-access";

const listingBytes = 256 * 1024 * 1024;

/** Files through plain commands (cat, tail, stat, find), for hosts where SFTP does not work. */
export function shellFiles(shell: ShellAccess): FileAccess {
  return {
    async makeDirectory(path) {
      const result = await shell.exec(`umask 077; mkdir -p -- ${quote(path)}`);
      if (result.exitCode !== 0) throw refused(result, "make the folder", path);
    },

    async writeFile(path, source, options) {
      const { result, written } = await writeByShell(shell, path, source, options?.mode);
      if (result.exitCode === 0 && result.stdout.toString().trim() === String(written.size)) return written;
      const said = result.stderr.toString("utf8");
      if (isFullText(said)) {
        const space = await shell.exec(`rm -f -- ${quote(path)}; ${freeSpaceScript(path)}`);
        throw diskFull(path, readFreeSpace(space.stdout.toString("utf8")), /quota/i.test(said));
      }
      if (result.exitCode !== 0) throw refused(result, "write", path);
      throw new AppError("remote", `“${path}” arrived incomplete: ${written.size} bytes were sent, ${result.stdout.toString().trim()} are there.`, { transient: true });
    },

    async readRanges(requests) {
      if (requests.length === 0) return [];
      const nonce = randomBytes(8).toString("hex");
      const total = requests.reduce((sum, { limit }) => sum + limit + 128, 65_536);
      const result = await shell.exec(rangesScript(requests, nonce), { maxBytes: total });
      if (result.exitCode !== 0) throw refused(result, "read", requests[0]?.path ?? "");
      return readRangeAnswers(result.stdout, requests, nonce);
    },

    openRead: (path, range) => openReadByShell(shell, path, range),

    async list(directory, { skip = [], limit = Number.POSITIVE_INFINITY } = {}) {
      const result = await shell.exec(shellListScript(directory, skip), { maxBytes: listingBytes, timeoutMs: 300_000 });
      if (result.exitCode !== 0) throw refused(result, "list", directory);
      const { files, leftOut } = readListing(result, directory);
      return listAnswer(files, leftOut, limit);
    },

    async rename(from, to) {
      const result = await shell.exec(`if [ -d ${quote(to)} ]; then echo 'is a folder' >&2; exit 1; fi; mv -f -- ${quote(from)} ${quote(to)}`);
      if (result.exitCode !== 0) throw refused(result, "rename", from);
    },
  };
}
