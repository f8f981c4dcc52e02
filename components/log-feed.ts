import { LogBuffer } from "@/lib/format/log-buffer";
import type { LogChunk } from "@/lib/format/log-chunk";
import { openLiveStream } from "./live-stream";

export interface LogStatus {
  phase: "connecting" | "live" | "waiting" | "ended" | "paused" | "away";
  /** Why it waits. */
  sentence: string | null;
  /** Bytes of the log as far as known. */
  size: number;
  /** A piece is being fetched. */
  isLoading: boolean;
}

export interface LogHit {
  line: number;
  offset: number;
  text: string;
}

type Range = LogChunk & { size: number };

/** At which edges half lines are left out. */
type Edges = "start" | "end" | "both" | "neither";

const pieceBytes = 128 * 1024;

/**
 * One output in the browser: its stream, its window of lines, and fetching further pieces. `away`: the window shows
 * another part of the log than its end; the stream rests meanwhile.
 */
export class LogFeed {
  readonly buffer = new LogBuffer();
  #status: LogStatus = { phase: "connecting", sentence: null, size: 0, isLoading: false };
  #listeners = new Set<() => void>();
  #stream: { close(): void } | null = null;
  #hasBegun = false;

  /** `base` is the address of the output: its stream, with `/range` and `/search` below; `task` is whose output it is in a job of many. */
  constructor(
    readonly base: string,
    readonly task: number | null = null,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readStatus = (): LogStatus => this.#status;

  open(): void {
    if (this.#stream) return;
    this.#stream = openLiveStream({
      address: () => this.#address("", this.#hasBegun ? { after: this.buffer.end } : {}),
      on: {
        chunk: (data) => this.#take(data as LogChunk),
        restart: () => this.buffer.clear(),
        waiting: (data) => this.#set({ phase: "waiting", sentence: (data as { sentence: string }).sentence }),
        end: () => this.#rest("ended"),
        alive: () => this.#alive(),
      },
      onSilence: () => void this.#ask(),
    });
  }

  close(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  pause(): void {
    this.#rest("paused");
  }

  /** Goes on after the last line shown. */
  resume(): void {
    this.#set({ phase: "connecting", sentence: null });
    this.open();
  }

  /** To the end of the log, and on with it. */
  goToEnd(): void {
    if (this.#status.phase === "paused") return this.resume();
    if (this.#status.phase !== "away") return;
    this.#hasBegun = false;
    this.buffer.clear();
    this.resume();
  }

  async loadEarlier(): Promise<void> {
    const { start } = this.buffer;
    if (start === 0) return;
    const range = await this.#fetchRange(Math.max(0, start - pieceBytes), start, "start");
    if (!range) return;
    this.buffer.prepend(range);
    if (!this.buffer.reachesEnd) this.#rest("away");
  }

  async loadLater(): Promise<void> {
    const range = await this.#fetchRange(this.buffer.end, this.buffer.end + pieceBytes, "end");
    if (!range) return;
    this.buffer.append(range);
    if (range.offset >= range.size) this.resume();
  }

  /** Shows the part of the log around a byte. */
  async show(offset: number): Promise<void> {
    const { lines, start, end } = this.buffer;
    if (offset >= start && offset < end && lines.some((line) => line.offset === offset)) return;
    const around = await this.#fetchRange(Math.max(0, offset - pieceBytes / 2), offset + pieceBytes / 2, "both");
    const isIn = around !== null && around.from <= offset && around.offset > offset;
    const range = around === null || isIn ? around : await this.#fetchRange(offset, offset + pieceBytes, "neither");
    if (!range) return;
    this.#rest("away");
    this.buffer.clear(range.from);
    this.buffer.append(range);
  }

  async search(query: string, ignoreCase: boolean, signal: AbortSignal): Promise<{ hits: LogHit[]; isPartial: boolean }> {
    const response = await fetch(this.#address("/search", ignoreCase ? { q: query } : { q: query, case: "exact" }), { signal });
    if (!response.ok) throw new Error((await response.text()).trim());
    return (await response.json()) as { hits: LogHit[]; isPartial: boolean };
  }

  #take(chunk: LogChunk): void {
    this.#hasBegun = true;
    this.buffer.append(chunk);
    this.#set({ phase: "live", sentence: null, size: Math.max(this.#status.size, chunk.offset) });
  }

  #alive(): void {
    this.#hasBegun = true;
    if (this.#status.phase === "connecting") this.#set({ phase: "live", sentence: null });
  }

  #rest(phase: LogStatus["phase"]): void {
    this.close();
    this.#set({ phase, sentence: null });
  }

  /** One question in place of the stream. */
  async #ask(): Promise<void> {
    if (!this.#hasBegun) {
      const known = await this.#fetchRange(0, 1, "neither");
      if (!known) return;
      this.#hasBegun = true;
      this.buffer.clear(Math.max(0, known.size - pieceBytes / 2));
    }
    const range = await this.#fetchRange(this.buffer.end, this.buffer.end + pieceBytes, "end");
    if (range && range.text !== "") this.#take(range);
  }

  async #fetchRange(from: number, to: number, whole: Edges): Promise<Range | null> {
    if (this.#status.isLoading) return null;
    this.#set({ isLoading: true });
    try {
      const response = await fetch(this.#address("/range", { from, to, whole }));
      if (!response.ok) throw new Error((await response.text()).trim());
      const range = (await response.json()) as Range;
      this.#set({ isLoading: false, sentence: null, size: Math.max(this.#status.size, range.size) });
      return range;
    } catch (error) {
      this.#set({ isLoading: false, sentence: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }

  #address(route: "" | "/range" | "/search", query: Record<string, string | number>): string {
    const words = Object.entries(this.task === null ? query : { ...query, task: this.task }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${this.base}${route}${words.length > 0 ? `?${words.join("&")}` : ""}`;
  }

  #set(change: Partial<LogStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}
