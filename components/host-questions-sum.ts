/** What a host was asked in an hour, of one kind. */
export interface QuestionHour {
  hostId: string;
  hostName: string;
  address: string;
  ownerName: string;
  hour: Date;
  /** `status`, `accounting`, `submit` … */
  what: string;
  asked: number;
  failed: number;
  jobs: number;
  /** Milliseconds, of all together. */
  took: number;
  longest: number;
}

export interface QuestionSum {
  what: string;
  asked: number;
  failed: number;
  jobs: number;
  /** Milliseconds. */
  average: number;
  longest: number;
}

export interface HostQuestions {
  hostId: string;
  hostName: string;
  address: string;
  ownerName: string;
  /** Over the whole time, the most asked first. */
  sums: QuestionSum[];
  asked: number;
  failed: number;
  /** Questions in each hour, the oldest first; hours without any count 0. */
  hours: { at: Date; asked: number; failed: number }[];
}

const hourMs = 3_600_000;

/** Rows of hours as one entry a host, the most asked host first; `hours` are the last ones up to `now`. */
export function sumQuestions(rows: readonly QuestionHour[], now: Date, hours: number): HostQuestions[] {
  const byHost = Map.groupBy(rows, ({ hostId }) => hostId);
  const first = Math.floor(now.getTime() / hourMs) * hourMs - (hours - 1) * hourMs;
  const hosts = [...byHost.values()].flatMap(([head, ...rest]) => (head ? [sumOf(head, [head, ...rest], first, hours)] : []));
  return hosts.sort((one, other) => other.asked - one.asked);
}

function sumOf({ hostId, hostName, address, ownerName }: QuestionHour, rows: readonly QuestionHour[], first: number, hours: number): HostQuestions {
  const sums = [...Map.groupBy(rows, ({ what }) => what)].map(([what, some]): QuestionSum => {
    const asked = total(some, "asked");
    return { what, asked, failed: total(some, "failed"), jobs: total(some, "jobs"), average: asked === 0 ? 0 : total(some, "took") / asked, longest: Math.max(...some.map(({ longest }) => longest)) };
  });
  const bars = Array.from({ length: hours }, (_, index) => {
    const at = new Date(first + index * hourMs);
    const some = rows.filter(({ hour }) => hour.getTime() === at.getTime());
    return { at, asked: total(some, "asked"), failed: total(some, "failed") };
  });
  return { hostId, hostName, address, ownerName, sums: sums.sort((one, other) => other.asked - one.asked), asked: total(rows, "asked"), failed: total(rows, "failed"), hours: bars };
}

function total(rows: readonly QuestionHour[], field: "asked" | "failed" | "jobs" | "took"): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}
