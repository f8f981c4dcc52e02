import { mkdirSync } from "node:fs";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { AppError } from "@/lib/domain/errors";
import { closeToOthers } from "./data-folder";
import { codeOf } from "./transaction";

export interface DataLock {
  release(): void;
}

/**
 * Makes this process the only one that uses a data folder. `<dataDir>/lock` is a small SQLite file: the operating system
 * keeps its lock for as long as the process lives, so that one of a killed process is free at once, and no pid that was
 * given out again can be taken for it. Its one row says who holds it.
 */
export function lockDataFolder(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "lock");
  const client = new Sqlite(file, { timeout: 0 });
  try {
    closeToOthers(file);
    hold(client);
  } catch (error) {
    const holder = codeOf(error).startsWith("SQLITE_BUSY") ? readHolder(client) : null;
    client.close();
    if (holder === null) throw error;
    throw new AppError("setup", `Another Sqmpy uses the data folder ${dataDir}: ${holder}. Stop that one first, or give this one another folder with SQMPY_DATA_DIR.`);
  }
  return { release: () => void client.close() };
}

function hold(client: Sqlite.Database): void {
  client.exec("BEGIN IMMEDIATE");
  client.exec("CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, started_at TEXT NOT NULL)");
  client.exec("DELETE FROM holder");
  client.prepare("INSERT INTO holder VALUES (?, ?)").run(process.pid, new Date(Date.now() - process.uptime() * 1_000).toISOString());
  client.exec("COMMIT");
  // Others can read the row above while this stands; none can begin one like it.
  client.exec("BEGIN IMMEDIATE");
}

function readHolder(client: Sqlite.Database): string {
  try {
    const row = client.prepare<[], { pid: number; started_at: string }>("SELECT pid, started_at FROM holder").get();
    return row ? `process ${row.pid}, running since ${row.started_at}` : "a process that is just starting";
  } catch (error) {
    if (codeOf(error).startsWith("SQLITE_")) return "a process that is just starting";
    throw error;
  }
}
