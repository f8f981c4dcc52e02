import { describe, expect, it } from "vitest";
import { emptyQuery, filterOf, isFiltering, jobsHref, readJobQuery, stateGroups, writeJobQuery, type JobQuery } from "./job-filter-query";

const full: JobQuery = {
  states: ["running", "failed"],
  host: "abcd2345wxyz",
  from: "2026-11-01",
  until: "2026-11-24",
  zone: "Europe/Berlin",
  search: "protein fold & more",
  after: "12345",
};

describe("the history's address", () => {
  it("has one chip for each word on screen", () => {
    expect(stateGroups.map(({ word }) => word)).toEqual(["preparing", "queued", "running", "collecting", "completed", "failed", "canceled"]);
    expect(stateGroups[0]?.states).toEqual(["new", "stage_in"]);
  });

  it("says the whole filter and reads it again", () => {
    const address = jobsHref(full);
    expect(address).toBe("/jobs?q=protein+fold+%26+more&state=running,failed&host=abcd2345wxyz&from=2026-11-01&until=2026-11-24&zone=Europe/Berlin&after=12345");
    expect(readJobQuery(Object.fromEntries(new URL(address, "http://sqmpy").searchParams))).toEqual(full);
  });

  it("is short when nothing is asked", () => {
    expect(jobsHref(emptyQuery)).toBe("/jobs");
    expect(writeJobQuery({ ...emptyQuery, zone: "Europe/Berlin" })).toBe("");
    expect(isFiltering({ ...emptyQuery, after: "7", zone: "UTC" })).toBe(false);
    expect(isFiltering({ ...emptyQuery, search: "x" })).toBe(true);
  });

  it.each([
    ["unknown states", { state: "exploded,running,,NEW" }, { states: ["running"] }],
    ["a state given twice", { state: ["failed", "running"] }, { states: ["failed"] }],
    ["no day", { from: "yesterday", until: "2026-02-30" }, {}],
    ["a day from another age", { from: "0001-01-01" }, {}],
    ["no zone", { zone: "Atlantis/Central" }, {}],
    ["a zone with a quote", { zone: "UTC'--" }, {}],
    ["a host that is none", { host: "../../etc" }, {}],
    ["a cursor with a script", { after: "<script>" }, {}],
    ["NUL in the search", { q: " a\0b " }, { search: "ab" }],
    ["a search without end", { q: "x".repeat(5_000) }, { search: "x".repeat(200) }],
    ["names of every object", { __proto__: "1", constructor: "2" }, {}],
  ])("drops %s", (_, parameters, expected) => {
    expect(readJobQuery(parameters as Record<string, string>)).toEqual({ ...emptyQuery, ...expected });
  });
});

describe("the filter", () => {
  it("holds all states of the chosen chips", () => {
    expect(filterOf({ ...emptyQuery, states: ["preparing", "failed"] }).states).toEqual(["new", "stage_in", "failed"]);
    expect(filterOf(emptyQuery)).toEqual({ states: [], hostId: null, from: null, until: null, search: "", after: null, limit: 50 });
  });

  it.each([
    ["UTC", "2026-11-24", "2026-11-24", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z"],
    ["Europe/Berlin", "2026-11-24", "2026-11-24", "2026-11-23T23:00:00.000Z", "2026-11-24T23:00:00.000Z"],
    ["America/Los_Angeles", "2026-07-01", "2026-07-02", "2026-07-01T07:00:00.000Z", "2026-07-03T07:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["Asia/Kathmandu", "2026-12-31", "2026-12-31", "2026-12-30T18:15:00.000Z", "2026-12-31T18:15:00.000Z"],
    ["", "2026-11-24", "2026-11-24", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z"],
  ])("reads days in %s, from %s until %s", (zone, from, until, first, end) => {
    const filter = filterOf({ ...emptyQuery, zone, from, until });
    expect(filter.from?.toISOString()).toBe(first);
    expect(filter.until?.toISOString()).toBe(end);
  });
});
