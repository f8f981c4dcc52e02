import type { CommandOutput, RunningCommand } from "./remote-command";
import type { RawResult } from "./ssh-exec";
import type { ExecOptions } from "./transport";

/** Commands on a host, for those who move files by them. */
export interface ShellAccess {
  exec(script: string, options?: ExecOptions): Promise<RawResult>;
  /** Starts a command whose streams the caller moves. */
  start(script: string, output: CommandOutput, stdin?: "stream"): Promise<RunningCommand>;
}
