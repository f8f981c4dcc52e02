import { expect, it } from "vitest";
import { sumQuestions, type QuestionHour } from "./host-questions-sum";

const now = new Date("2026-11-24T10:20:00Z");

function row(hostId: string, hour: string, what: string, change: Partial<QuestionHour> = {}): QuestionHour {
  return { hostId, hostName: hostId, address: "login", ownerName: "Ada", hour: new Date(`2026-11-24T${hour}:00:00Z`), what, asked: 10, failed: 0, jobs: 50, took: 1_000, longest: 200, ...change };
}

it("sums what each host was asked, the most asked first, and keeps the empty hours", () => {
  const hosts = sumQuestions([row("b", "10", "status"), row("b", "08", "status", { asked: 20, took: 5_000, longest: 900, failed: 1 }), row("b", "10", "submit", { asked: 1 }), row("a", "10", "status")], now, 3);
  expect(hosts.map(({ hostId, asked, failed }) => [hostId, asked, failed])).toEqual([["b", 31, 1], ["a", 10, 0]]);
  expect(hosts[0]?.sums).toEqual([
    { what: "status", asked: 30, failed: 1, jobs: 100, average: 200, longest: 900 },
    { what: "submit", asked: 1, failed: 0, jobs: 50, average: 1_000, longest: 200 },
  ]);
  expect(hosts[0]?.hours.map(({ at, asked }) => [at.toISOString().slice(11, 16), asked])).toEqual([["08:00", 20], ["09:00", 0], ["10:00", 11]]);
});

it("has no hosts where none was asked", () => {
  expect(sumQuestions([], now, 24)).toEqual([]);
});
