import { closeSync, openSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { migrate } from "./schema";

type Value = string | number | null;

/** The engine's own file. Statements are prepared once; a commit survives the death of the process. */
export class EngineDatabase {
  readonly #sqlite: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement<Value[]>>();

  constructor(path: string) {
    if (path !== ":memory:") closeSync(openSync(path, "a", 0o600)); // SQLite's side files take the mode of this one
    this.#sqlite = new Sqlite(path);
    this.#sqlite.pragma("journal_mode = WAL");
    this.#sqlite.pragma("synchronous = NORMAL");
    migrate(this.#sqlite);
  }

  get isOpen(): boolean {
    return this.#sqlite.open;
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** Answers how many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#prepare(sql).run(...values).changes;
  }

  transact<Result>(work: () => Result): Result {
    return this.#sqlite.transaction(work).immediate();
  }

  close(): void {
    this.#sqlite.close();
  }

  #prepare(sql: string): Sqlite.Statement<Value[]> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare<Value[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
