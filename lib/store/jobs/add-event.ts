import { jobEvents } from "@/drizzle/schema";
import type { JobId } from "@/lib/domain/ids";
import type { JobEventKind } from "@/lib/domain/job-event";
import type { JobState } from "@/lib/domain/job-state";
import type { Store } from "../store";

interface NewEvent {
  jobId: JobId;
  at: Date;
  kind: JobEventKind;
  state?: JobState;
  text: string | null;
}

export function addEvent(store: Store, event: NewEvent): void {
  store.database.insert(jobEvents).values(event).run();
}
