import { writeFileSync } from "node:fs";
import path from "node:path";
import { newId, type UploadId } from "../../domain/ids";
import { openStores } from "../open-stores";
import { newJob, noon } from "./test-stores";

// Uploads, submits and removes until it is killed. Prints `created <id>` and `removed <id>` when told so.
const [dataDir = "", email = ""] = process.argv.slice(2);
const { desk, jobs } = openStores({ dataDir, now: () => noon });
const owner = desk.users.findByEmail(email)?.user.id;
const hostId = owner && desk.hosts.list(owner)[0]?.id;
if (!owner || !hostId) throw new Error("no owner or no host");

async function upload(ownerId: typeof owner & string, bytes: string): Promise<UploadId> {
  const id = newId<UploadId>(24);
  desk.uploads.add(ownerId, { id, name: "in", size: bytes.length }, noon);
  writeFileSync(path.join(dataDir, "uploads", id), bytes);
  await desk.uploads.finish(ownerId, id, noon);
  return id;
}

for (let number = 0; ; number++) {
  const inputs = [];
  for (const name of ["a", "b"]) inputs.push({ uploadId: await upload(owner, `${name} ${number}`), path: name });
  const { job } = desk.jobs.create(owner, newJob(hostId, { inputs }), noon);
  process.stdout.write(`created ${job.id}\n`);
  if (number % 3 !== 2) continue;

  jobs.move(job.id, { to: "completed" }, noon);
  desk.jobs.remove(owner, [job.id], { removeRemote: false }, noon);
  process.stdout.write(`removed ${job.id}\n`);
}
