import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { EngineDatabase } from "./database";

export const BEAT_MS = 2_000;
const EXPIRY_MS = 10_000;

interface Holder {
  token: string;
  host: string;
  pid: number;
  process_started_at: number;
  beat_at: number;
}

export class LeaseLost extends Error {
  override name = "LeaseLost";
}

/** The row that says which one engine drives this database. */
export class Lease {
  readonly #token = randomUUID();
  readonly #startedAt = Math.round(performance.timeOrigin);

  constructor(
    private readonly db: EngineDatabase,
    private readonly now: () => number,
  ) {}

  /** False while another living engine holds it. */
  acquire(): boolean {
    return this.db.transact(() => {
      const holder = this.db.get<Holder>("SELECT * FROM lease");
      if (holder && holder.token !== this.#token && !this.#isGone(holder)) return false;

      this.db.run(
        "INSERT OR REPLACE INTO lease (only, token, host, pid, process_started_at, beat_at) VALUES (1, ?, ?, ?, ?, ?)",
        this.#token,
        hostname(),
        process.pid,
        this.#startedAt,
        this.now(),
      );
      return true;
    });
  }

  /** Inside a transaction this fences what follows: nobody else can have taken over in between. */
  isHeld(): boolean {
    return this.db.get("SELECT 1 FROM lease WHERE token = ?", this.#token) !== undefined;
  }

  beat(): boolean {
    return this.db.run("UPDATE lease SET beat_at = ? WHERE token = ?", this.now(), this.#token) === 1;
  }

  release(): void {
    this.db.run("DELETE FROM lease WHERE token = ?", this.#token);
  }

  #isGone(holder: Holder): boolean {
    if (Math.abs(this.now() - holder.beat_at) > EXPIRY_MS) return true;
    if (holder.host !== hostname()) return false;
    // A container's new process often gets the old one's pid.
    if (holder.pid === process.pid) return holder.process_started_at !== this.#startedAt;
    return !isAlive(holder.pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
