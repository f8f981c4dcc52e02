import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LabHost } from "../e2e/support/lab-host";
import { quote } from "../lib/schedulers/quote";
import { placeOf } from "../lib/schedulers/scheduler";
import { shell } from "../lib/schedulers/shell";
import { inParallel } from "../lib/runner/in-parallel";

const run = promisify(execFile);

/** OpenSSH's own client with one shared connection (ControlMaster), as somebody careful uses it by hand. */
export class OpenSsh {
  readonly #folder = mkdtempSync(join(tmpdir(), "sqmpy-openssh-"));
  readonly #target: string;
  readonly #options: string[];

  constructor(host: LabHost) {
    const { address, port, username, credential } = host.spec;
    if (credential.method !== "given_key") throw new Error("The peer needs a key.");
    const key = join(this.#folder, "key");
    writeFileSync(key, credential.privateKey, { mode: 0o600 });
    writeFileSync(join(this.#folder, "known_hosts"), `[${address}]:${port} ${host.hostKey.algorithm} ${host.hostKey.key}\n`);
    this.#target = `${username}@${address}`;
    this.#options = [
      ...["-o", `Port=${port}`, "-o", `IdentityFile=${key}`, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
      ...["-o", `UserKnownHostsFile=${join(this.#folder, "known_hosts")}`, "-o", `ControlPath=${join(this.#folder, "master")}`],
      ...["-o", "LogLevel=ERROR"],
    ];
    execFileSync("ssh", [...this.#options, "-o", "ControlMaster=yes", "-o", "ControlPersist=yes", "-N", "-f", this.#target], { stdio: "ignore" });
  }

  async exec(command: string): Promise<string> {
    const { stdout } = await run("ssh", [...this.#options, this.#target, command], { maxBuffer: 1e8 });
    return stdout;
  }

  async put(files: readonly string[], folder: string): Promise<void> {
    await run("scp", ["-q", ...this.#options, ...files, `${this.#target}:${folder}/`]);
  }

  /** One `sftp` with one command, such as `put a b`. */
  async sftp(command: string): Promise<void> {
    const batch = join(this.#folder, "batch");
    writeFileSync(batch, `${command}\n`);
    await run("sftp", ["-q", ...this.#options, "-b", batch, this.#target]);
  }

  /**
   * Brings the same files to the host as Sqmpy does, checks them by SHA-256, and starts the same wrapper; four at a time,
   * as Sqmpy does to one host. Seconds until the last one is started.
   */
  async submit(count: number, home: string, script: string): Promise<number> {
    const began = performance.now();
    await inParallel(Array.from({ length: count }), 4, (_, index) => this.#submitOne(`peer${Date.now()}x${index}`, home, script));
    return (performance.now() - began) / 1_000;
  }

  async #submitOne(id: string, home: string, script: string): Promise<void> {
    const place = placeOf({ id: id as never }, `${home}/sqmpy/${id}`);
    const local = join(this.#folder, id);
    mkdirSync(local);
    const files = [
      ...shell.render({ id: id as never, scriptName: "job.sh", interpreter: ["/bin/sh"], arguments: [], environment: [], walltimeSeconds: null }, place),
      { name: "job.sh", text: script },
    ];
    for (const file of files) writeFileSync(join(local, file.name), file.text);

    await this.exec(`mkdir -p -m 700 ${quote(`${place.control}/incoming`)}`);
    await this.put(files.map((file) => join(local, file.name)), `${place.control}/incoming`);
    const { command } = shell.submit(place, "/bin/sh", [], []);
    const arrive = `cd ${quote(place.control)} && sha256sum incoming/* && mv incoming/job.sh ${quote(place.directory)} && mv incoming/run.sh incoming/job.env .`;
    const answer = await this.exec(`${arrive}\n${command}`);
    if (!answer.includes("pid=")) throw new Error(`The peer's job did not start: ${answer}`);
  }

  close(): void {
    execFileSync("ssh", [...this.#options, "-O", "exit", this.#target], { stdio: "ignore" });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
