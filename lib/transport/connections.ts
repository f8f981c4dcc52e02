import type { ConnectionReport, ConnectionStepResult, Credential, Host, HostKey } from "../domain/host";
import type { Transport } from "./transport";

/** Gives out open connections: one per host and user, kept for a while, at most four channels each, a breaker per address. */
export interface Connections {
  /**
   * Lends a transport. Rejects with `unreachable`, `auth_failed`, `host_key_unknown`, `host_key_changed` (facts: `offered`,
   * `pinned` fingerprints) or `parked` before `use` was called; what `use` throws passes through.
   */
  with<Answer>(hostId: Host["id"], use: (transport: Transport) => Promise<Answer>): Promise<Answer>;
  /**
   * Walks the steps of "test connection" on a connection of its own, and names the step that failed. `onStep` hears each
   * step as soon as it is over.
   */
  test(host: Host, credential: Credential, onStep?: (result: ConnectionStepResult) => void): Promise<ConnectionReport>;
  /** Forgets the open connection, for a changed credential or a removed host. */
  drop(hostId: Host["id"]): void;
  closeAll(): Promise<void>;
}

/** What connections need of the database. */
export interface HostDirectory {
  get(hostId: Host["id"]): { host: Host; credential: Credential };
  offerHostKey(hostId: Host["id"], key: HostKey): void;
  noteContact(hostId: Host["id"], at: Date): void;
  noteError(hostId: Host["id"], message: string, at: Date): void;
  park(hostId: Host["id"], message: string, at: Date): void;
  breaker(endpoint: string): BreakerState;
  setBreaker(endpoint: string, state: BreakerState, at: Date): void;
}

export interface BreakerState {
  /** Failures to reach the address, in a row. */
  failures: number;
  /** Refused credentials at this address, over all users, since the last success. */
  authFailures: number;
  openUntil: Date | null;
  lastError: string | null;
}
