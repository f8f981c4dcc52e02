import type { Markers } from "./login-shell";

const empty: Buffer = Buffer.alloc(0);
const noiseLimit = 64 * 1024;

/** Passes on what stands between the markers, in whatever pieces it comes, and keeps the noise before them. */
export class MarkerFilter {
  #held: Buffer = empty;
  #state: "before" | "label" | "inside" | "after" = "before";
  #noise = "";
  #processId: number | null = null;

  constructor(private readonly markers: Markers) {}

  get hasBegun(): boolean {
    return this.#state !== "before";
  }

  /** Of the shell on the host. */
  get processId(): number | null {
    return this.#processId;
  }

  get hasEnded(): boolean {
    return this.#state === "after";
  }

  /** What came before the begin marker; at most 64 KiB. */
  get noise(): string {
    return this.#state === "before" ? this.#noise + this.#held.toString("utf8") : this.#noise;
  }

  push(chunk: Buffer): Buffer {
    if (this.#state === "after") return empty;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#state === "inside") return this.#inside(bytes);
    if (this.#state === "label") return this.#label(bytes);
    const at = bytes.indexOf(this.markers.begin);
    if (at < 0) {
      this.#dropNoise(bytes);
      return empty;
    }
    this.#keepNoise(bytes.subarray(0, at));
    this.#state = "label";
    return this.#label(bytes.subarray(at + this.markers.begin.length));
  }

  /** What was held back in case it was the end marker. */
  flush(): Buffer {
    const rest = this.#state === "inside" ? this.#held : empty;
    this.#held = this.#state === "before" ? this.#held : empty;
    return rest;
  }

  #label(bytes: Buffer): Buffer {
    const at = bytes.indexOf("\n");
    if (at < 0) {
      this.#held = Buffer.from(bytes);
      return empty;
    }
    this.#processId = Number.parseInt(bytes.toString("ascii", 0, at), 10) || null;
    this.#state = "inside";
    return this.#inside(bytes.subarray(at + 1));
  }

  #inside(bytes: Buffer): Buffer {
    const at = bytes.indexOf(this.markers.end);
    if (at >= 0) {
      this.#state = "after";
      this.#held = empty;
      return bytes.subarray(0, at);
    }
    const safe = bytes.length - held(bytes, this.markers.end);
    this.#held = bytes.subarray(safe);
    return bytes.subarray(0, safe);
  }

  #dropNoise(bytes: Buffer): void {
    const safe = bytes.length - held(bytes, this.markers.begin);
    this.#keepNoise(bytes.subarray(0, safe));
    this.#held = Buffer.from(bytes.subarray(safe));
  }

  #keepNoise(bytes: Buffer): void {
    if (this.#noise.length < noiseLimit) this.#noise += bytes.toString("utf8").slice(0, noiseLimit - this.#noise.length);
  }
}

/** How many bytes at the end could be the beginning of the marker. */
function held(bytes: Buffer, marker: Buffer): number {
  for (let length = Math.min(marker.length - 1, bytes.length); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
  }
  return 0;
}
