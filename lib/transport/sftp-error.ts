import { AppError } from "@/lib/domain/errors";

/** Status codes of SFTP version 3. */
const status = { eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, unsupported: 8 };

function codeOf(error: unknown): number | null {
  const code: unknown = error instanceof Error && !(error instanceof AppError) && "code" in error ? error.code : null;
  return typeof code === "number" ? code : null;
}

export const isNoSuchFile = (error: unknown) => codeOf(error) === status.noSuchFile;
export const isPermissionDenied = (error: unknown) => codeOf(error) === status.permissionDenied;
/** SFTP's word for everything else, a full disk among it. */
export const isFailure = (error: unknown) => codeOf(error) === status.failure;
export const isEndOfFile = (error: unknown) => codeOf(error) === status.eof;

/** A refusal of the host in words; errors of ours pass through. */
export function explainSftpError(error: unknown, doing: string, path: string): AppError {
  if (error instanceof AppError) return error;
  if (isNoSuchFile(error)) return new AppError("not_found", `There is no “${path}” on the host.`, { cause: error, facts: { path } });
  if (isPermissionDenied(error)) {
    return new AppError("remote", `The host does not let you ${doing} “${path}” (permission denied). Check whose it is there, or choose another folder.`, { cause: error, facts: { path } });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new AppError("remote", `The host could not ${doing} “${path}” (${said}).`, { cause: error, facts: { path } });
}
