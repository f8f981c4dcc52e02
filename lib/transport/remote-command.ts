import type { Readable } from "node:stream";
import type { ClientChannel } from "ssh2";
import { AppError } from "@/lib/domain/errors";
import type { ChannelGate } from "./channel-gate";
import { forAnyLoginShell } from "./login-shell";
import { MarkerFilter } from "./marker-filter";
import type { SshConnection } from "./ssh-connection";

export interface CommandOutput {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

export interface CommandEnd {
  /** null when a signal ended it. */
  exitCode: number | null;
  /** What login scripts printed before the answer, on stdout and stderr. */
  noise: string;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  readonly channel: ClientChannel;
  /** Ends the command with its process group, and closes the channel; `ended` rejects with `reason`. */
  kill(reason: AppError): void;
}

interface Exit {
  code: number | null;
  isKnown: boolean;
  onKnown: () => void;
}

/** How long output may still come once the command itself has ended, where something it left behind holds the channel open. */
const lingerMs = 2_000;

/** Starts a script with `sh` on the host. `stdin` is sent whole; to stream, leave it out and write to `channel`. */
export async function startCommand(
  connection: SshConnection,
  gate: ChannelGate,
  script: string,
  output: CommandOutput,
  stdin?: string | Buffer | "stream",
): Promise<RunningCommand> {
  const { commandLine, preface, markers } = forAnyLoginShell(script, stdin !== undefined);
  const exit: Exit = { code: null, isKnown: false, onKnown: () => undefined };
  const { channel, leave } = await gate.enter(() =>
    connection.ask<ClientChannel>((client, done) =>
      client.exec(commandLine, (error, opened) => {
        // The end of a short command stands in the same packet as its beginning: later would be too late to listen.
        opened?.once("exit", (code: number | null) => {
          Object.assign(exit, { code, isKnown: true });
          exit.onKnown();
        });
        done(error, opened);
      }),
    ),
  );
  channel.once("close", leave);
  const filters = { stdout: new MarkerFilter(markers), stderr: new MarkerFilter(markers) };
  let kill: (reason: AppError) => void = () => undefined;

  const ended = connection.race<CommandEnd>((resolve, reject) => {
    let open = 2;
    let linger: NodeJS.Timeout | undefined;

    function finish(): void {
      clearTimeout(linger);
      const noise = [filters.stdout.noise, filters.stderr.noise].filter((text) => text !== "").join("\n");
      output.stdout(filters.stdout.flush());
      output.stderr(filters.stderr.flush());
      channel.close();
      if (!filters.stdout.hasBegun) reject(noShell(exit.code, noise));
      else if (!exit.isKnown) reject(connection.loss);
      else resolve({ exitCode: exit.code, noise });
    }

    function look(): void {
      if (exit.isKnown && (open === 0 || (filters.stdout.hasEnded && filters.stderr.hasEnded))) finish();
    }

    kill = (reason) => {
      clearTimeout(linger);
      reject(reason);
      const { processId } = filters.stderr;
      channel.close();
      if (processId) endGroup(connection, gate, processId);
    };
    channel.on("data", (chunk: Buffer) => {
      output.stdout(filters.stdout.push(chunk));
      look();
    });
    channel.stderr.on("data", (chunk: Buffer) => {
      output.stderr(filters.stderr.push(chunk));
      look();
    });
    for (const stream of [channel, channel.stderr] as Readable[]) {
      stream.once("end", () => {
        open -= 1;
        look();
      });
    }
    // Writing to a command that has ended is no error of ours: how it ended tells.
    channel.on("error", () => undefined);
    exit.onKnown = () => {
      linger = setTimeout(finish, lingerMs);
      look();
    };
    if (exit.isKnown) exit.onKnown();
    channel.once("close", () => setImmediate(finish));
  });
  // Whoever awaits it later still sees the rejection.
  ended.catch(() => undefined);

  if (preface) channel.write(preface);
  if (stdin !== "stream") channel.end(stdin ?? "");
  return { ended, channel, kill };
}

function noShell(exitCode: number | null, noise: string): AppError {
  const said = noise.trim().slice(0, 500);
  const detail = said === "" ? "It said nothing." : `It said: ${said}`;
  return new AppError("remote", `The host let us in, but did not run a command. Perhaps the account may not, or its key permits one command only. ${detail}`, {
    facts: exitCode === null ? {} : { exitCode },
  });
}

/** A channel that is closed leaves its command alive, and the signal of SSH is not known to older servers. */
function endGroup(connection: SshConnection, gate: ChannelGate, processId: number): void {
  gate
    .enter(() => connection.ask<ClientChannel>((client, done) => client.exec(`/bin/kill -KILL -- -${processId}`, done)))
    .then(({ channel, leave }) => {
      channel.once("close", leave);
      channel.on("error", leave);
      channel.resume();
      channel.stderr.resume();
      channel.end();
    }, connection.note);
}
