/** LSF's pending reasons, `bjobs -p`, in words. Several are told one after the other; the first that is known counts. */
export function pendingWords(told: string): string | null {
  const text = told.replace(/;\s*$/, "").trim();
  if (text === "" || text === "-") return null;
  for (const [pattern, words] of known) if (pattern.test(text)) return words;
  return `${text.slice(0, 300)}.`;
}

const known: [RegExp, string][] = [
  [/dependency condition invalid or never satisfied/i, "It can never start: a job that it waits for has ended otherwise than it should. Cancel it."],
  [/dependency condition not (yet )?satisfied/i, "Waits for the end of other jobs."],
  [/new job is waiting for scheduling|scheduling will be|is being processed/i, "It is new: LSF has not looked at it yet."],
  [/array has reached its running element limit/i, "As many of its tasks are active as may be at a time."],
  [/(user|group|project).*(limit|threshold)|job slot limit/i, "You, your group or its queue have as many active jobs as may be. It waits until some have ended."],
  [/not enough (job )?slots?|not enough (processors|hosts|resources)|resource .* not satisfied|requirements.*not satisfied|busy|not enough/i, "Waits until enough of what it asks for is free."],
  [/closed by|unavailable|unreachable|not (yet )?up/i, "The nodes that it could use are out of order or closed. It waits until they are back."],
  [/load (threshold|information)|high load/i, "The nodes that it could use are too busy."],
  [/reservation/i, "Waits for its reservation to begin, or the nodes are reserved for others."],
  [/queue.*(inactive|closed|inactivated)|dispatch window/i, "Its queue starts no jobs now."],
  [/specified start time|start time has not arrived/i, "Waits for its time."],
];
