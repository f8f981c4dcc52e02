import { mkdirSync } from "node:fs";
import path from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle, type BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import * as schema from "@/drizzle/schema";
import { AppError } from "@/lib/domain/errors";
import { closeToOthers } from "./data-folder";

export type Database = BetterSQLite3Database<typeof schema> & { $client: Sqlite.Database };

export interface DatabaseOptions {
  dataDir: string;
  /** Default: `drizzle/migrations` where the process was started. */
  migrationsDir?: string;
}

export const databaseFile = "sqmpy.db";

/** Opens `<dataDir>/sqmpy.db`, made when absent and brought to the newest shape. Rejects with `setup` when it cannot be used. */
export function openDatabase({ dataDir, migrationsDir }: DatabaseOptions): Database {
  const file = path.join(dataDir, databaseFile);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const client = new Sqlite(file);
    closeToOthers(file);
    return prepare(client, migrationsDir);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("setup", `Sqmpy cannot use its database ${file}: ${reason}. Check that the folder belongs to the account that starts Sqmpy and that its disk is not full.`, { cause });
  }
}

/** A database that lives as long as the process, for tests. */
export function openMemoryDatabase(migrationsDir?: string): Database {
  return prepare(new Sqlite(":memory:"), migrationsDir);
}

function prepare(client: Sqlite.Database, migrationsDir = defaultMigrations()): Database {
  client.pragma("busy_timeout = 5000");
  client.pragma("journal_mode = WAL");
  client.pragma("synchronous = FULL");
  client.pragma("cache_size = -64000");

  keepPrepared(client);
  const database = drizzle(client, { schema });
  // Off while tables are rebuilt, as SQLite's own recipe for it says.
  client.pragma("foreign_keys = OFF");
  migrate(database, { migrationsFolder: migrationsDir });
  client.pragma("foreign_keys = ON");
  return database;
}

/** Drizzle prepares each query anew, which takes longer than most of ours run: the same text is prepared once. */
function keepPrepared(client: Sqlite.Database): void {
  const kept = new Map<string, Sqlite.Statement>();
  const prepare = client.prepare.bind(client);
  client.prepare = ((text: string) => {
    const statement = kept.get(text) ?? prepare(text);
    if (kept.size >= 1_000) kept.clear();
    kept.set(text, statement);
    return statement;
  }) as typeof client.prepare;
}

function defaultMigrations(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), "drizzle", "migrations");
}
