import { AppError } from "@/lib/domain/errors";
import { quote } from "@/lib/schedulers/quote";
import type { Transport } from "@/lib/transport/transport";
import { placeOfOutput, type JobWithOutput, type OutputStream } from "./output-place";
import { readOutput, type OutputReader } from "./read-output";

export interface OutputHit {
  /** Counted from 1. */
  line: number;
  /** Byte where the line begins. */
  offset: number;
  /** Its first 400 bytes. */
  text: string;
}

export interface OutputHits {
  hits: OutputHit[];
  /** True when the search stopped before the end: enough hits, or no time left. */
  isPartial: boolean;
}

export const hitLimit = 200;
const lineBytes = 400;
const timeLimitMs = 20_000;
const lineFeed = 0x0a;

/** Lines of a whole output in which `query` stands, literally. `ignoreCase` concerns A–Z. */
export async function searchOutput(
  services: OutputReader,
  job: JobWithOutput,
  stream: OutputStream,
  query: string,
  ignoreCase: boolean,
): Promise<OutputHits> {
  if (query === "" || query.length > 500 || /[\r\n\0]/.test(query)) {
    throw new AppError("invalid", "Search for one line of text, of at most 500 characters.");
  }
  const place = placeOfOutput(services, job, stream);
  if (place.kind === "none") return { hits: [], isPartial: false };
  if (place.kind === "host") return services.connections.with(job.hostId, (transport) => searchOnHost(transport, place.path, query, ignoreCase));

  const source = await services.files.open(place.file);
  const { starts, isPartial } = await scan(source, Buffer.from(query), ignoreCase, Date.now() + timeLimitMs);
  const hits = [];
  for (const { line, offset } of starts) {
    const { data } = await readOutput(services, job, stream, offset, lineBytes);
    hits.push({ line, offset, text: firstLine(data) });
  }
  return { hits, isPartial };
}

interface LineStart {
  line: number;
  offset: number;
}

/** One pass with bounded memory, however long the lines are. */
async function scan(source: AsyncIterable<Buffer>, query: Buffer, ignoreCase: boolean, deadline: number) {
  const wanted = ignoreCase ? lowerCase(query) : query;
  const starts: LineStart[] = [];
  const current = { line: 1, offset: 0, isHit: false };
  let carry = Buffer.alloc(0);
  let at = 0;

  const note = () => {
    if (!current.isHit) starts.push({ line: current.line, offset: current.offset });
    current.isHit = true;
  };
  for await (const piece of source) {
    const bytes = carry.length > 0 ? Buffer.concat([carry, piece]) : piece;
    const searched = ignoreCase ? lowerCase(bytes) : bytes;
    let begin = 0;
    let hit = searched.indexOf(wanted);
    if (hit === -1) {
      const lines = countLines(bytes);
      begin = bytes.lastIndexOf(lineFeed) + 1;
      if (lines > 0) Object.assign(current, { line: current.line + lines, offset: at + begin, isHit: false });
    }
    for (let end = bytes.indexOf(lineFeed, begin); end !== -1; end = bytes.indexOf(lineFeed, begin)) {
      if (hit !== -1 && hit < begin) hit = searched.indexOf(wanted, begin);
      if (hit !== -1 && hit < end) note();
      if (starts.length > hitLimit) return { starts: starts.slice(0, hitLimit), isPartial: true };
      begin = end + 1;
      Object.assign(current, { line: current.line + 1, offset: at + begin, isHit: false });
    }
    if (searched.indexOf(wanted, begin) !== -1) note();

    // A hit may begin here and end in the next piece.
    const keep = Math.min(wanted.length - 1, bytes.length - begin);
    at += bytes.length - keep;
    carry = Buffer.from(bytes.subarray(bytes.length - keep));
    if (Date.now() > deadline) return { starts: starts.slice(0, hitLimit), isPartial: true };
  }
  return { starts: starts.slice(0, hitLimit), isPartial: starts.length > hitLimit };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] === lineFeed) count++;
  return count;
}

/** A–Z only, so that bytes stay where they are. */
function lowerCase(bytes: Buffer): Buffer {
  const lower = Buffer.from(bytes);
  for (let index = 0; index < lower.length; index++) {
    const byte = lower[index] as number;
    if (byte >= 0x41 && byte <= 0x5a) lower[index] = byte | 0x20;
  }
  return lower;
}

/** One command: grep where it tells byte offsets, else awk. */
async function searchOnHost(transport: Transport, path: string, query: string, ignoreCase: boolean): Promise<OutputHits> {
  const file = quote(path);
  const flags = `-F -a -n -b -m ${hitLimit + 1}${ignoreCase ? " -i" : ""}`;
  const command = `
[ -f ${file} ] || exit 0
export LC_ALL=C
limit=; command -v timeout >/dev/null 2>&1 && limit="timeout ${timeLimitMs / 1_000}"
if [ "$(printf 'ab\\nc\\n' | grep -F -a -n -b -m 1 c 2>/dev/null)" = 2:3:c ]; then
  { $limit nice grep ${flags} -e ${quote(query)} ${file}; echo "$?" >&2; } | cut -b 1-${lineBytes + 40}
else
  wanted=${quote(query)} $limit nice awk '
    BEGIN { wanted = ENVIRON["wanted"]; if (${ignoreCase ? 1 : 0}) wanted = tolower(wanted) }
    index(${ignoreCase ? "tolower($0)" : "$0"}, wanted) { print NR ":" offset + 0 ":" substr($0, 1, ${lineBytes}); if (++hits > ${hitLimit}) exit }
    { offset += length($0) + 1 }' ${file}
  echo "$?" >&2
fi
`.trim();
  const { stdout, stderr } = await transport.exec(command, { timeoutMs: timeLimitMs + 10_000 });
  const status = Number(stderr.trim().split("\n").at(-1) ?? "0");
  const hits = stdout.split("\n").flatMap((row) => {
    const [, line, offset, text = ""] = /^(\d+):(\d+):(.*)$/s.exec(row) ?? [];
    return line ? [{ line: Number(line), offset: Number(offset), text: firstLine(Buffer.from(text)) }] : [];
  });
  if (hits.length === 0 && status > 1 && status !== 124) {
    throw new AppError("remote", `The host could not search its log: ${stderr.trim().slice(0, 200)}`);
  }
  return { hits: hits.slice(0, hitLimit), isPartial: hits.length > hitLimit || status === 124 };
}

function firstLine(bytes: Buffer): string {
  const end = bytes.subarray(0, lineBytes).indexOf(lineFeed);
  const whole = end === -1 ? bytes.subarray(0, lineBytes) : bytes.subarray(0, end);
  return whole.toString().replace(/\uFFFD$/, "").replace(/\r$/, "").replace(/^.*\r/s, "");
}
