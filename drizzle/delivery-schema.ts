import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "./columns";
import { jobs, users } from "./schema";

/** One mail. `dedupeKey` is unique, so that it is planned once; `tries` and `note` explain the rest. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    id: text("id").primaryKey(),
    dedupeKey: text("dedupe_key").notNull().unique(),
    jobId: text("job_id").references(() => jobs.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    channel: text("channel").$type<"email">().notNull(),
    moment: text("moment").notNull(),
    recipient: text("recipient").notNull(),
    state: text("state").$type<"waiting" | "sending" | "sent" | "failed">().notNull(),
    /** Which process has it in hand while `sending`: another's is dead, since one process owns the data folder. */
    holder: text("holder"),
    tries: integer("tries").notNull().default(0),
    note: text("note"),
    createdAt: moment("created_at").notNull(),
    sentAt: moment("sent_at"),
  },
  (table) => [
    index("deliveries_unsent").on(table.state, table.createdAt).where(sql`state IN ('waiting', 'sending')`),
    index("deliveries_by_job").on(table.jobId),
    index("deliveries_by_time").on(table.createdAt),
  ],
);
