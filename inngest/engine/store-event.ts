import type { Core, EngineEvent } from "./core";

const DAY = 86_400_000;

/**
 * Keeps an event until it has been matched; answers its id. The same id of its sender within 24 hours, or the
 * same own id (a repeated request), is the same event: nothing is stored, the first one's id is answered.
 */
export function storeEvent(core: Core, event: EngineEvent, senderId: string | null = null): string {
  const now = core.now();
  const known =
    senderId &&
    core.db.get<{ id: string }>(
      "SELECT id FROM event WHERE sender_id = ? AND received_at > ?",
      senderId,
      now - DAY,
    );
  if (known) return known.id;

  core.db.run(
    "INSERT OR IGNORE INTO event (id, sender_id, name, body, received_at) VALUES (?, ?, ?, ?, ?)",
    event.id,
    senderId,
    event.name,
    JSON.stringify({ ...event, id: senderId ?? event.id }),
    now,
  );
  return event.id;
}
