import { AppError } from "../domain/errors";
import { quote } from "./quote";
import type { JobPlace, RemoteCall } from "./scheduler";

/** Where one task of a job keeps its lock, its logs and its exit file. */
export function taskPlaceOf(place: JobPlace, index: number): JobPlace {
  return { directory: place.directory, control: `${place.control}/tasks/${index}` };
}

/** Makes sure that tasks that have not begun never will, by taking their locks; answers the indexes of those that it could. */
export function preventTasks(place: JobPlace, indexes: readonly number[]): RemoteCall<number[]> {
  const command = `
mkdir -p ${quote(`${place.control}/tasks`)} && cd ${quote(`${place.control}/tasks`)} || exit 1
while read -r task; do
  mkdir -p "$task" || exit 1
  if [ -f "$task/run.lock/prevented" ] || { mkdir "$task/run.lock" 2>/dev/null && : >"$task/run.lock/prevented"; }; then echo "$task"; fi
done
`.trim();
  return {
    command,
    stdin: indexes.map((index) => `${index}\n`).join(""),
    read: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) throw new AppError("remote", `The host could not keep the tasks from starting: ${stderr.trim().slice(0, 300)}`);
      return stdout.split("\n").filter(Boolean).map(Number);
    },
  };
}
