import { AppError } from "../domain/errors";

/** What a host's refusal means, from the command's error text (POSIX strerror words). */
export function remoteRefusal(what: string, stderr: string): AppError {
  const said = stderr.trim().slice(0, 300);
  if (/no space left|disk quota exceeded/i.test(said)) {
    return new AppError("disk_full", `${what}: the host's disk, or your quota there, is full. Free some space and submit again.`);
  }
  if (/permission denied|read-only file system/i.test(said)) {
    return new AppError("remote", `${what}: you may not write there. Choose another working directory. (${said})`);
  }
  return new AppError("remote", `${what}: ${said || "the host gave no reason."}`);
}
