import type { Socket } from "node:net";
import { Client, type ConnectConfig, type ServerHostKeyAlgorithm } from "ssh2";
import { AppError } from "@/lib/domain/errors";
import type { Credential, Host, HostKey } from "@/lib/domain/host";
import { isSameKey, readHostKey } from "./host-key";
import { explainSocketError, openSocket } from "./open-socket";
import { type SignIn, prepareSignIn } from "./sign-in";
import { SshConnection } from "./ssh-connection";

export type SshTarget = Pick<Host, "address" | "port" | "username" | "hostKey">;

/** Milliseconds. */
export interface ConnectTimes {
  tcpMs: number;
  readyMs: number;
  keepaliveMs: number;
}

export const usualTimes: ConnectTimes = { tcpMs: 10_000, readyMs: 20_000, keepaliveMs: 15_000 };
const keepaliveCount = 3;

/** Carries the key that the host showed, beside what is thrown to the reader. */
export class HostKeyRefusal extends AppError {
  constructor(
    code: "host_key_unknown" | "host_key_changed",
    message: string,
    readonly offered: HostKey,
    pinned: HostKey | null,
  ) {
    super(code, message, { facts: { offered: offered.fingerprint, ...(pinned ? { pinned: pinned.fingerprint } : {}) } });
  }
}

/** Opens and signs in. Rejects with `unreachable`, `auth_failed`, or a HostKeyRefusal; no credential is sent to a host whose key is not pinned. */
export async function openSshConnection(
  target: SshTarget,
  credential: Credential,
  times: ConnectTimes = usualTimes,
  note?: (trouble: unknown) => void,
): Promise<SshConnection> {
  const signIn = prepareSignIn(target.username, credential);
  const socket = await openSocket(target.address, target.port, times.tcpMs);
  return handshake(socket, target, signIn, times, { note });
}

export interface HandshakeHooks {
  /** Called once the host has shown the pinned key, before signing in. */
  onHostKey?: (key: HostKey) => void;
  /** Takes trouble that nobody waits for. */
  note?: (trouble: unknown) => void;
}

export function handshake(
  socket: Socket,
  target: SshTarget,
  signIn: SignIn,
  times: ConnectTimes,
  { onHostKey, note }: HandshakeHooks = {},
): Promise<SshConnection> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const connection = new SshConnection(client, target.address, note);
    let isSigningIn = false;
    let refused: HostKeyRefusal | null = null;

    function fail(error: AppError): void {
      reject(error);
      client.destroy();
      socket.destroy();
    }

    function explain(error: Error): AppError {
      return refused ?? explainHandshakeError(error, target, isSigningIn ? signIn : null);
    }

    client.on("error", (error: Error) => fail(explain(error)));
    client.once("close", () => fail(explain(new Error("Connection lost before handshake"))));
    client.on("change password", () => {
      signIn.expired();
      fail(signIn.refusal());
    });
    client.once("ready", () => {
      client.setNoDelay(true);
      resolve(connection);
    });

    const config: ConnectConfig = {
      sock: socket,
      username: target.username,
      readyTimeout: times.readyMs,
      keepaliveInterval: times.keepaliveMs,
      keepaliveCountMax: keepaliveCount,
      algorithms: { serverHostKey: preferring(target.hostKey) },
      hostVerifier: (raw: Buffer) => {
        const shown = readHostKey(raw);
        refused = refusalOf(shown, target);
        if (!refused) onHostKey?.(shown);
        return refused === null;
      },
      authHandler: (offered, partial, next) => {
        isSigningIn = true;
        const method = signIn.next(offered, partial);
        // ssh2 takes false for "none left", which its types leave out.
        next(method as Exclude<typeof method, false>);
      },
    };
    try {
      client.connect(config);
    } catch (error) {
      fail(explain(error instanceof Error ? error : new Error(String(error))));
    }
  });
}

function refusalOf(shown: HostKey, target: SshTarget): HostKeyRefusal | null {
  if (!target.hostKey) {
    return new HostKeyRefusal(
      "host_key_unknown",
      `${target.address} was never seen before. It shows the key ${shown.fingerprint}; compare it with what its administrators publish, and accept it if it is the same.`,
      shown,
      null,
    );
  }
  if (isSameKey(shown, target.hostKey)) return null;
  return new HostKeyRefusal(
    "host_key_changed",
    `${target.address} shows another key than the one you accepted: ${shown.fingerprint} in place of ${target.hostKey.fingerprint}. It may have been installed anew, or somebody may be in between. Ask its administrators before you accept the new key.`,
    shown,
    target.hostKey,
  );
}

/** A host has keys of several kinds: ask first for the kind that is pinned, or another kind would look like a change. */
function preferring(pinned: HostKey | null) {
  if (!pinned) return undefined;
  const wanted = (pinned.algorithm === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [pinned.algorithm]) as ServerHostKeyAlgorithm[];
  return { remove: wanted, prepend: wanted, append: [] };
}

function explainHandshakeError(error: Error & { level?: string }, target: SshTarget, signIn: SignIn | null): AppError {
  const { address, port } = target;
  if (error.level === "client-socket") return explainSocketError(error, address, port);
  if (error.level === "agent") {
    return new AppError("auth_failed", `The ssh-agent of this computer does not answer (${error.message}). Start it and add a key with ssh-add.`, { cause: error, field: "signIn" });
  }
  if (signIn && (error.level === "client-authentication" || /authentication failure|too many/i.test(error.message))) {
    return signIn.refusal(error);
  }
  if (/timed out while waiting for handshake/i.test(error.message)) {
    return new AppError("unreachable", `${address} took the connection on port ${port}, but did not go on. It may be overloaded, or no SSH service.`, { cause: error });
  }
  if (/no matching/i.test(error.message)) {
    return new AppError("unreachable", `${address} offers only outdated encryption that Sqmpy does not use (${error.message}). Ask its administrators to update its SSH service.`, { cause: error });
  }
  if (/connection lost before handshake/i.test(error.message)) {
    return new AppError("unreachable", `${address} closed the connection before sign-in. It may be restarting, limit how many may connect at once, or have banned this computer.`, { cause: error });
  }
  return new AppError("unreachable", `The connection to ${address}, port ${port}, failed: ${error.message}. Is it an SSH service?`, { cause: error });
}
