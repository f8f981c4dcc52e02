import { type Socket, connect } from "node:net";
import { AppError } from "@/lib/domain/errors";

/** Opens a TCP connection, over IPv6 or IPv4, whichever answers. Rejects with `unreachable`. */
export function openSocket(address: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 3_000 });
    const timer = setTimeout(() => fail(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" })), timeoutMs);

    function fail(cause: NodeJS.ErrnoException): void {
      clearTimeout(timer);
      socket.destroy();
      reject(explainSocketError(cause, address, port));
    }

    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

/** A socket's error in words that say what to do next. */
export function explainSocketError(cause: NodeJS.ErrnoException, address: string, port: number): AppError {
  const code = codeOf(cause);
  const words: Record<string, string> = {
    ENOTFOUND: `No machine is known by the name ${address}. Check the address for typing errors, and whether you need a VPN to see it.`,
    EAI_AGAIN: `The name ${address} could not be looked up just now. Check the network of this computer.`,
    ECONNREFUSED: `${address} refuses connections on port ${port}: no SSH service listens there. Check the port, or ask whether the host is down.`,
    ETIMEDOUT: `${address} does not answer on port ${port}. Perhaps it is down, or a firewall or a missing VPN is in the way.`,
    EHOSTUNREACH: `There is no way to ${address} from here. Perhaps it is down, or you need a VPN.`,
    ENETUNREACH: `There is no way to the network of ${address} from here. Perhaps you need a VPN.`,
    ECONNRESET: `${address} broke the connection off. It may be restarting, or limit how many may connect at once.`,
    EPIPE: `The connection to ${address} broke.`,
  };
  const message = words[code] ?? `The connection to ${address}, port ${port}, failed: ${cause.message}.`;
  return new AppError("unreachable", message, { cause });
}

function codeOf(cause: NodeJS.ErrnoException): string {
  if (cause.code) return cause.code;
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
  return inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? "") : "";
}
