import type { ExitRecord } from "../domain/evidence";

/** The wrapper's own identity, as its `id` file holds it. */
export interface WrapperId {
  pid: number;
  start: string;
  boot: string;
  host: string;
  at: Date;
}

function fieldsOf(text: string): Map<string, string> {
  const line = text.split("\n", 1)[0] ?? "";
  return new Map(line.split(" ").map((field) => [field.split("=", 1)[0] ?? "", field.slice(field.indexOf("=") + 1)]));
}

function moment(seconds: string | undefined): Date | null {
  const value = Number(seconds);
  return seconds && Number.isFinite(value) && value > 0 ? new Date(Math.round(value * 1_000)) : null;
}

/** Reads an `id` file (see `wrapper`); null while it is not whole. */
export function readWrapperId(text: string): WrapperId | null {
  const fields = fieldsOf(text);
  const pid = Number(fields.get("pid"));
  const at = moment(fields.get("at"));
  if (!text.includes("\n") || !Number.isInteger(pid) || pid < 1 || !at) return null;
  return { pid, start: fields.get("start") || "-", boot: fields.get("boot") || "-", host: fields.get("host") || "-", at };
}

/** The id by which a plain host's job is known: pid, its start time, boot and host name, blank-separated. */
export function nativeIdOf(id: WrapperId): string {
  return [id.pid, id.start, id.boot, id.host].join(" ");
}

/** Reads an `exit` file (see `wrapper`); null while it is not whole. */
export function readExitRecord(text: string): ExitRecord | null {
  const fields = fieldsOf(text);
  const code = Number(fields.get("code"));
  const startedAt = moment(fields.get("start"));
  const endedAt = moment(fields.get("end"));
  const cause = fields.get("cause");
  if (!fields.get("code") || !Number.isInteger(code) || !startedAt || !endedAt) return null;
  if (cause !== "itself" && cause !== "walltime" && cause !== "cancel" && cause !== "host") return null;
  const signal = fields.get("signal");
  return {
    code,
    signal: signal && signal !== "-" ? `SIG${signal.replace(/^SIG/, "")}` : null,
    startedAt,
    endedAt,
    cause,
    leftProcesses: Number(fields.get("left")) || 0,
  };
}
