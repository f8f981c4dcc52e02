import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { EndReason } from "../lib/domain/end-reason";
import type { EnvironmentVariable } from "../lib/domain/job";
import type { JobState } from "../lib/domain/job-state";
import type { DependencyCondition } from "../lib/domain/task";
import { json, moment } from "./columns";
import { hosts, jobs } from "./schema";

/** Tasks of arrays and tables. A job without tasks has none here. */
export const jobTasks = sqliteTable(
  "job_tasks",
  {
    jobId: text("job_id").notNull().references(() => jobs.id, { onDelete: "cascade" }),
    index: integer("task_index").notNull(),
    parameters: json<EnvironmentVariable[]>("parameters").notNull(),
    state: text("state").$type<JobState>().notNull(),
    queueReason: text("queue_reason"),
    endReason: text("end_reason").$type<EndReason>(),
    exitCode: integer("exit_code"),
    signal: text("signal"),
    nativeId: text("native_id"),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
    heardAt: moment("heard_at"),
    silence: text("silence"),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.index] }), index("job_tasks_by_state").on(table.jobId, table.state)],
);

/** `onJobId` has no reference: the other job may have been deleted since. */
export const jobDependencies = sqliteTable(
  "job_dependencies",
  {
    jobId: text("job_id").notNull().references(() => jobs.id, { onDelete: "cascade" }),
    onJobId: text("on_job_id").notNull(),
    condition: text("condition").$type<DependencyCondition>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.onJobId] }), index("job_dependencies_on").on(table.onJobId)],
);

/** What hosts were asked, summed up by the hour. */
export const hostQuestions = sqliteTable(
  "host_questions",
  {
    hostId: text("host_id").notNull().references(() => hosts.id, { onDelete: "cascade" }),
    hour: moment("hour").notNull(),
    what: text("what").notNull(),
    asked: integer("asked").notNull(),
    failed: integer("failed").notNull(),
    /** Jobs that the questions were about, added up. */
    jobs: integer("jobs").notNull(),
    /** Milliseconds. */
    took: integer("took").notNull(),
    longest: integer("longest").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hostId, table.hour, table.what] }), index("host_questions_by_hour").on(table.hour)],
);
