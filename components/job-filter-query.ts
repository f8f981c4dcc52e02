import type { HostId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import { jobStates, stateLabels, type JobState } from "@/lib/domain/job-state";

/** Jobs a page. */
export const jobsPerPage = 50;

/** Characters. */
export const searchLimit = 200;

/** One chip: states that share a word on screen share a chip. */
export interface StateGroup {
  /** As in the address: `running`. */
  word: string;
  label: string;
  states: readonly JobState[];
}

export const stateGroups: readonly StateGroup[] = [...new Set(Object.values(stateLabels))].map((label) => ({
  word: label.toLowerCase(),
  label,
  states: jobStates.filter((state) => stateLabels[state] === label),
}));

/** The filter as it stands in the page's address; empty strings and lists are left out there. */
export interface JobQuery {
  /** Words of `stateGroups`. */
  states: readonly string[];
  host: string;
  /** Days, `2026-11-24`, both included. */
  from: string;
  until: string;
  /** IANA zone that the days are meant in. */
  zone: string;
  search: string;
  after: string;
}

export const emptyQuery: JobQuery = { states: [], host: "", from: "", until: "", zone: "", search: "", after: "" };

export type SearchParameters = Record<string, string | string[] | undefined>;

/** Reads an address; what makes no sense there is dropped. */
export function readJobQuery(parameters: SearchParameters): JobQuery {
  const one = (name: string) => {
    const value = parameters[name];
    return ((Array.isArray(value) ? value[0] : value) ?? "").trim();
  };
  const words = one("state").split(",");
  const after = one("after");
  const host = one("host");

  return {
    states: stateGroups.map(({ word }) => word).filter((word) => words.includes(word)),
    host: /^[\w-]{1,60}$/.test(host) ? host : "",
    from: isDay(one("from")) ? one("from") : "",
    until: isDay(one("until")) ? one("until") : "",
    zone: isZone(one("zone")) ? one("zone") : "",
    search: one("q").replaceAll("\0", "").slice(0, searchLimit),
    after: /^[\w-]{1,80}$/.test(after) ? after : "",
  };
}

/** The address's query, without `?`. */
export function writeJobQuery(query: JobQuery): string {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string) => value !== "" && parameters.set(name, value);
  set("q", query.search.trim());
  set("state", query.states.join(","));
  set("host", query.host);
  set("from", query.from);
  set("until", query.until);
  set("zone", query.from || query.until ? query.zone : "");
  set("after", query.after);
  return parameters.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** The page's address for a query. */
export function jobsHref(query: JobQuery): string {
  const text = writeJobQuery(query);
  return text === "" ? "/jobs" : `/jobs?${text}`;
}

/** True when the query asks for less than everything. */
export function isFiltering(query: JobQuery): boolean {
  return query.states.length > 0 || [query.host, query.from, query.until, query.search].some((value) => value !== "");
}

export function filterOf(query: JobQuery): JobFilter {
  return {
    states: stateGroups.filter(({ word }) => query.states.includes(word)).flatMap(({ states }) => states),
    hostId: query.host === "" ? null : (query.host as HostId),
    from: query.from === "" ? null : startOfDay(query.from, query.zone || "UTC"),
    until: query.until === "" ? null : startOfDay(dayAfter(query.until), query.zone || "UTC"),
    search: query.search,
    after: query.after === "" ? null : query.after,
    limit: jobsPerPage,
  };
}

/** False for a year that is still being typed, too. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z0-9_+/-]{1,60}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Midnight at the start of a day in a zone. The offset is asked twice, since it may change between the guess and the answer. */
function startOfDay(day: string, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const guess = wanted - offsetAt(wanted, zone);
  return new Date(wanted - offsetAt(guess, zone));
}

/** Milliseconds that a zone is ahead of UTC at a moment. */
function offsetAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - moment;
}
