import { AppError } from "../domain/errors";
import { quote } from "./quote";

/** A file that came to the host under a temporary name; absolute paths. */
export interface Arrival {
  incoming: string;
  target: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
}

/**
 * Shell lines that check each file by SHA-256 (and so its size) and then put it in its place. They leave with `damaged <n>` on
 * stdout when the n-th is not whole, and with an error on stderr when one cannot be moved. A host without any tool for
 * SHA-256 checks by size alone.
 */
export function placeArrivals(arrivals: readonly Arrival[]): string {
  if (arrivals.length === 0) return "";
  const places = arrivals.map(({ incoming, target, size, sha256 }, index) => `place ${index} ${quote(incoming)} ${quote(target)} ${size} ${sha256}`);
  return `
sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256
  elif command -v python3 >/dev/null 2>&1; then python3 -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
  else wc -c | tr -d ' '; fi
}
place() {
  sum=$(sum_of <"$2")
  case \${sum%% *} in
    "$5" | "$4") mv -f -- "$2" "$3" || exit 1 ;;
    *) echo "damaged $1"; exit 0 ;;
  esac
}
${places.join("\n")}
`.trim();
}

/** Reads what `placeArrivals` printed; throws when a file came broken, which says nothing about the job: it is sent again. */
export function refuseDamaged(stdout: string, arrivals: readonly Arrival[]): void {
  const damaged = /^damaged (\d+)$/.exec(stdout.trim())?.[1];
  if (damaged === undefined) return;
  const path = arrivals[Number(damaged)]?.target ?? "A file";
  throw new AppError("unreachable", `“${path}” did not arrive whole on the host; it is sent again.`);
}
