import { AppError } from "../domain/errors";
import type { JobId } from "../domain/ids";
import type { HostId } from "../domain/ids";
import { quote } from "./quote";
import type { RemoteCall } from "./scheduler";

/** What a wrapper told: `line` is that of its `id` or `exit` file. */
export interface NewsItem {
  /** The file's name; handed back to be removed. */
  name: string;
  jobId: JobId;
  task: number | null;
  what: "started" | "ended";
  line: string;
}

const mostAtOnce = 2_000;

/** Where all wrappers of one of our hosts leave their news; another server's host has a folder of its own. */
export function newsFolderOf(home: string, hostId: HostId): string {
  return `${home.replace(/\/+$/, "")}/.sqmpy/news/${hostId}`;
}

/**
 * Reads what wrappers told since, at a cost that grows with the news and not with the jobs. News that was written down is
 * given back in `done`, and removed. Missing news proves nothing: the exit files and the scheduler are asked too.
 */
export function readNews(folder: string, done: readonly string[]): RemoteCall<NewsItem[]> {
  const command = `
cd ${quote(folder)} 2>/dev/null || { cat >/dev/null; exit 0; }
while IFS= read -r name; do [ -z "$name" ] || rm -f -- "./$name"; done
count=0
for file in *.started *.ended; do
  [ -f "$file" ] || continue
  IFS= read -r line <"$file" || continue
  printf '%s %s\\n' "$file" "$line"
  count=$((count + 1))
  [ "$count" -lt ${mostAtOnce} ] || break
done
`.trim();
  return {
    command,
    stdin: done.map((name) => `${name}\n`).join("") || "\n",
    read: ({ exitCode, stdout, stderr }) => {
      if (exitCode !== 0) throw new AppError("remote", `The news of jobs could not be read: ${stderr.trim().slice(0, 300)}`);
      return stdout.split("\n").flatMap(readItem);
    },
  };
}

function readItem(text: string): NewsItem[] {
  const match = /^(([a-z0-9]+)\.(\d+|-)\.(started|ended)) (.*)$/.exec(text);
  if (!match) return [];
  const [, name = "", jobId = "", task = "-", what, line = ""] = match;
  return [{ name, jobId: jobId as JobId, task: task === "-" ? null : Number(task), what: what as NewsItem["what"], line: `${line}\n` }];
}
