import type { JobDesk } from "../desk";
import { findFile } from "../files/find-file";
import { listOwnFiles } from "../files/list-files";
import type { Store } from "../store";
import { closeAsLost } from "./close-as-lost";
import { countByState } from "./count-by-state";
import { createJob } from "./create-job";
import { findOwnJob } from "./find-job";
import { listDependencies } from "./list-dependencies";
import { listEvents } from "./list-events";
import { listTasks } from "./list-tasks";
import { listJobs } from "./list-jobs";
import { removeJobs } from "./remove-jobs";
import { requestCancel } from "./request-cancel";

export function jobDesk(store: Store): JobDesk {
  return {
    create: (owner, job, at) => createJob(store, owner, job, at),
    find: (owner, id) => findOwnJob(store, owner, id),
    list: (owner, filter) => listJobs(store, owner, filter),
    countByState: (owner) => countByState(store, owner),
    events: (owner, id, afterId) => listEvents(store, owner, id, afterId),
    files: (owner, id) => listOwnFiles(store, owner, id),
    file: (owner, id, fileId) => findFile(store, owner, id, fileId),
    tasks: (owner, id) => (findOwnJob(store, owner, id) ? listTasks(store, id) : []),
    dependencies: (owner, id) => (findOwnJob(store, owner, id) ? listDependencies(store, id) : []),
    requestCancel: (owner, ids, at) => requestCancel(store, owner, ids, at),
    closeAsLost: (owner, id, at) => closeAsLost(store, owner, id, at),
    remove: (owner, ids, options, at) => removeJobs(store, owner, ids, options, at),
  };
}
