import { AppError } from "@/lib/domain/errors";
import type { ExecResult } from "@/lib/schedulers/scheduler";
import { ChannelGate } from "./channel-gate";
import { probeScript, readDiskFull } from "./disk-full";
import type { FileAccess } from "./file-access";
import { remoteSha256 } from "./remote-sha256";
import { startCommand } from "./remote-command";
import { sftpFiles } from "./sftp-files";
import { SftpSession, SftpUnusable } from "./sftp-session";
import type { ShellAccess } from "./shell-access";
import { shellFiles } from "./shell-files";
import type { SshConnection } from "./ssh-connection";
import { type RawResult, execOverSsh } from "./ssh-exec";
import type { ExecOptions, Transport } from "./transport";

/** A Transport over one SSH connection: commands through `sh`, files by SFTP or, where that does not work, by commands. */
export class SshTransport implements Transport {
  readonly #gate = new ChannelGate();
  readonly #shell: ShellAccess;
  readonly #overSftp: FileAccess;
  readonly #byShell: FileAccess;
  #opening: Promise<SftpSession> | null = null;
  #session: SftpSession | null = null;
  #sftpTrouble: string | null = null;
  #home: Promise<string> | null = null;

  constructor(private readonly connection: SshConnection) {
    this.#shell = {
      exec: (script, options) => execOverSsh(connection, this.#gate, script, options),
      start: (script, output, stdin) => startCommand(connection, this.#gate, script, output, stdin),
    };
    this.#overSftp = sftpFiles((work) => this.#lend(work), async (path) => readDiskFull(path, await this.#shell.exec(probeScript(path))));
    this.#byShell = shellFiles(this.#shell);
    this.#gate.onPressure = () => this.#yieldSftp();
    connection.onLost(() => this.#gate.giveUp());
  }

  /** Why SFTP does not work on this host, once known; null while it does. */
  get sftpTrouble(): string | null {
    return this.#sftpTrouble;
  }

  /** Like `exec`, with bytes in place of text, and what login scripts printed besides. */
  execRaw(command: string, options?: ExecOptions): Promise<RawResult> {
    return this.#shell.exec(command, options);
  }

  async exec(command: string, options?: ExecOptions): Promise<ExecResult> {
    const { exitCode, stdout, stderr } = await this.#shell.exec(command, options);
    return { exitCode, stdout: stdout.toString("utf8"), stderr: stderr.toString("utf8") };
  }

  home(): Promise<string> {
    this.#home ??= this.#askHome().catch((error: unknown) => {
      this.#home = null;
      throw error;
    });
    return this.#home;
  }

  /** SFTP if it works, else commands. Finds out at the first call. */
  async files(): Promise<FileAccess> {
    if (this.#sftpTrouble !== null) return this.#byShell;
    try {
      await this.#sftp();
      return this.#overSftp;
    } catch (error) {
      if (!(error instanceof SftpUnusable)) throw error;
      this.#sftpTrouble = error.message;
      return this.#byShell;
    }
  }

  makeDirectory: Transport["makeDirectory"] = async (path) => (await this.files()).makeDirectory(path);
  writeFile: Transport["writeFile"] = async (path, source, options) => {
    try {
      return await (await this.files()).writeFile(path, source, options);
    } catch (error) {
      if (typeof source !== "string" && !Buffer.isBuffer(source)) source.destroy();
      throw error;
    }
  };
  readRanges: Transport["readRanges"] = async (requests) => (await this.files()).readRanges(requests);
  openRead: Transport["openRead"] = async (path, range) => (await this.files()).openRead(path, range);
  list: Transport["list"] = async (directory, options) => (await this.files()).list(directory, options);
  rename: Transport["rename"] = async (from, to) => (await this.files()).rename(from, to);
  sha256: Transport["sha256"] = (paths) => remoteSha256(this.#shell, paths);

  async #askHome(): Promise<string> {
    const { stdout } = await this.exec(`cd && pwd`);
    const home = stdout.replace(/\n$/, "");
    if (!home.startsWith("/")) throw new AppError("remote", "The account has no home directory on the host. Ask its administrators to make one.");
    return home;
  }

  async #lend<Answer>(work: (session: SftpSession) => Promise<Answer>): Promise<Answer> {
    let session = await this.#sftp();
    while (!session.isOpen && this.connection.isOpen) session = await this.#sftp();
    const giveBack = session.borrow();
    try {
      return await work(session);
    } finally {
      giveBack();
    }
  }

  #sftp(): Promise<SftpSession> {
    if (this.#session?.isOpen) return Promise.resolve(this.#session);
    this.#opening ??= SftpSession.open(this.connection, this.#gate)
      .then((session) => {
        session.onIdle = () => {
          if (this.#gate.isPressed) this.#yieldSftp();
        };
        this.#session = session;
        return session;
      })
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
  }

  /** Where a server lets very few channels through, an idle SFTP channel makes room for a command. */
  #yieldSftp(): void {
    if (this.#session?.isOpen && this.#session.isIdle) this.#session.close();
  }
}
