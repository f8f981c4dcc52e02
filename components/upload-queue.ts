import { newId } from "@/lib/domain/ids";
import type { ChosenFile, UploadItem } from "./upload-item";
import { deleteUploads, sendUpload, type Sending } from "./upload-send";

const atOnce = 3;
const progressEveryMs = 150;

/** `f2` before `f10`. */
const order = new Intl.Collator("en", { numeric: true });

/** The input files of one form: keeps three on their way at a time, and tells the form what changed. */
export class UploadQueue {
  private items: readonly UploadItem[] = [];
  private readonly files = new Map<string, File>();
  private readonly sendings = new Map<string, Sending>();
  private readonly progress = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private progressTimer: ReturnType<typeof setTimeout> | null = null;
  private paused = true;

  constructor(
    private readonly endpoint: string,
    private readonly ownerId: string,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): readonly UploadItem[] => this.items;

  /** Takes files in. One that was cut before, and is chosen again, goes on where it stopped. */
  add(chosen: readonly ChosenFile[]): void {
    const cut = new Map(this.items.filter(({ state }) => state === "cut").map((item) => [originKey(item.origin, item.size), item]));
    const added: UploadItem[] = [];
    const resumed = new Set<string>();

    for (const { file, path } of [...chosen].sort((one, other) => order.compare(one.path, other.path))) {
      const earlier = cut.get(originKey(path, file.size));
      const key = earlier?.key ?? newId(12);
      this.files.set(key, file);
      if (earlier) resumed.add(key);
      else added.push({ key, path, origin: path, size: file.size, sent: 0, state: "waiting", uploadId: null, problem: null });
    }
    const known = this.items.map((item) => (resumed.has(item.key) ? { ...item, state: "waiting" as const, problem: null } : item));
    this.set([...known, ...added]);
    this.fill();
  }

  rename(key: string, path: string): void {
    this.change(key, { path });
  }

  retry(key: string): void {
    this.change(key, { state: "waiting", problem: null });
    this.fill();
  }

  /** The server did not take it with the job: it has to come again. */
  refuse(key: string, problem: string): void {
    const hasFile = this.files.has(key);
    this.change(key, { state: hasFile ? "failed" : "cut", problem, uploadId: null, sent: 0 });
  }

  retryFailed(): void {
    this.set(this.items.map((item) => (item.state === "failed" && this.files.has(item.key) ? { ...item, state: "waiting", problem: null } : item)));
    this.fill();
  }

  remove(key: string): void {
    this.forget(this.items.filter((item) => item.key === key));
    this.set(this.items.filter((item) => item.key !== key));
    this.fill();
  }

  clear(): void {
    this.forget(this.items);
    this.set([]);
  }

  /** Items of a draft: what was there is there; what was on its way needs its file again. */
  restore(items: readonly UploadItem[]): void {
    this.set(items.map((item) => (item.state === "done" ? item : { ...item, state: "cut", sent: 0, problem: null })));
  }

  resume(): void {
    this.paused = false;
    this.fill();
  }

  /** Stops sending, and keeps what was sent. */
  pause(): void {
    this.paused = true;
    for (const [key, sending] of this.sendings) {
      sending.stop();
      this.change(key, { state: "waiting" });
    }
    this.sendings.clear();
  }

  /** Drops the bytes on the server too; what cannot be dropped now, the server sweeps later. */
  private forget(items: readonly UploadItem[]): void {
    for (const { key } of items) {
      this.sendings.get(key)?.forget();
      this.sendings.delete(key);
      this.files.delete(key);
    }
    void deleteUploads(this.endpoint, items.flatMap(({ uploadId }) => uploadId ?? []));
  }

  private fill(): void {
    if (this.paused) return;
    for (const item of this.items) {
      if (this.sendings.size >= atOnce) return;
      const file = this.files.get(item.key);
      if (item.state === "waiting" && file) this.send(item, file);
    }
  }

  private send(item: UploadItem, file: File): void {
    const { key } = item;
    this.change(key, { state: "sending" });
    const sending = sendUpload({ endpoint: this.endpoint, ownerId: this.ownerId, file, origin: item.origin }, {
      progress: (sent) => this.noteProgress(key, sent),
      done: (uploadId) => this.finish(sending, key, { state: "done", sent: item.size, uploadId, problem: null }),
      failed: (problem) => this.finish(sending, key, { state: "failed", problem }),
    });
    this.sendings.set(key, sending);
  }

  private finish(sending: Sending, key: string, change: Partial<UploadItem>): void {
    if (this.sendings.get(key) !== sending) return;
    this.sendings.delete(key);
    this.progress.delete(key);
    this.change(key, change);
    this.fill();
  }

  private noteProgress(key: string, sent: number): void {
    this.progress.set(key, sent);
    this.progressTimer ??= setTimeout(() => {
      this.progressTimer = null;
      const noted = new Map(this.progress);
      this.progress.clear();
      this.set(this.items.map((item) => ({ ...item, sent: noted.get(item.key) ?? item.sent })));
    }, progressEveryMs);
  }

  private change(key: string, change: Partial<UploadItem>): void {
    this.set(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  private set(items: readonly UploadItem[]): void {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}

function originKey(origin: string, size: number): string {
  return `${size}:${origin}`;
}
