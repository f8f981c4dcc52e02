import type Sqlite from "better-sqlite3";

/** One entry per version of the file (its user_version); entries are only ever added. Times are epoch milliseconds. */
const MIGRATIONS = [
  `
  CREATE TABLE lease (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    token TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process_started_at INTEGER NOT NULL,
    beat_at INTEGER NOT NULL
  );

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sender_id TEXT,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    matched INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX event_unmatched ON event (seq) WHERE matched = 0;
  CREATE INDEX event_sender ON event (sender_id, received_at) WHERE sender_id IS NOT NULL;
  CREATE INDEX event_received ON event (received_at);

  CREATE TABLE run (
    id TEXT PRIMARY KEY,
    fn_id TEXT NOT NULL,
    event TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'running',
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    output TEXT,
    parent_run TEXT,
    parent_step TEXT,
    slot TEXT NOT NULL,
    singleton_key TEXT,
    idempotency_key TEXT
  ) WITHOUT ROWID;
  CREATE INDEX run_active ON run (fn_id, singleton_key) WHERE ended_at IS NULL;
  CREATE INDEX run_idempotency ON run (fn_id, idempotency_key, created_at) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX run_ended ON run (ended_at) WHERE ended_at IS NOT NULL;

  CREATE TABLE step (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    step_id TEXT NOT NULL,
    result TEXT NOT NULL,
    UNIQUE (run_id, step_id)
  );

  CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    fn_id TEXT NOT NULL,
    step_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    faults INTEGER NOT NULL DEFAULT 0,
    UNIQUE (run_id, step_id)
  );
  CREATE INDEX work_of_function ON work (fn_id, due_at, id, slot);
  CREATE INDEX work_due ON work (due_at);

  CREATE TABLE wait (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    step_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    event_name TEXT,
    expression TEXT,
    expires_at INTEGER NOT NULL,
    UNIQUE (run_id, step_id)
  );
  CREATE INDEX wait_event ON wait (event_name) WHERE event_name IS NOT NULL;
  CREATE INDEX wait_expiry ON wait (expires_at);

  CREATE TABLE cron (
    fn_id TEXT NOT NULL,
    expression TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (fn_id, expression)
  ) WITHOUT ROWID;
  `,
];

export function migrate(sqlite: Sqlite.Database): void {
  const toNewest = sqlite.transaction(() => {
    const version = Number(sqlite.pragma("user_version", { simple: true }));
    if (version > MIGRATIONS.length) {
      throw new Error(`The engine's database has version ${version}; this program knows up to ${MIGRATIONS.length}.`);
    }

    for (const migration of MIGRATIONS.slice(version)) sqlite.exec(migration);
    sqlite.pragma(`user_version = ${MIGRATIONS.length}`);
  });

  toNewest.immediate();
}
