import { AppError } from "@/lib/domain/errors";
import type { HostId } from "@/lib/domain/ids";
import type { RemoteCall } from "@/lib/schedulers/scheduler";
import type { ExecOptions, Transport } from "@/lib/transport/transport";
import type { Services } from "../services";

interface Question<Answer> {
  hostId: HostId;
  /** As the admins' page names it: `status`, `accounting`, `submit` … */
  what: string;
  /** How many jobs it is about. */
  jobs: number;
  call: RemoteCall<Answer>;
}

/** The host answered, and its batch system did not. */
export class NoAnswer extends AppError {}

const usual = { timeoutMs: 120_000, maxBytes: 64 * 1024 * 1024 };

/**
 * Asks a batch system one thing, in UTC and plain words (unless `asIs`: a job inherits them), and counts it for the admins' page.
 * Rejects with `NoAnswer` where the host can be reached and its batch system cannot.
 */
export async function ask<Answer>(
  services: Pick<Services, "hosts" | "now">,
  transport: Transport,
  { hostId, what, jobs, call }: Question<Answer>,
  { asIs = false, ...options }: ExecOptions & { asIs?: boolean } = {},
): Promise<Answer> {
  const began = performance.now();
  let failed = true;
  try {
    const command = asIs ? call.command : `export TZ=UTC0 LC_ALL=C\n${call.command}`;
    const result = await transport.exec(command, { ...usual, ...options, stdin: call.stdin });
    const answer = readAnswer(call, result);
    failed = false;
    return answer;
  } finally {
    services.hosts.countQuestion({ hostId, what, jobs, took: performance.now() - began, failed }, services.now());
  }
}

function readAnswer<Answer>({ read }: RemoteCall<Answer>, result: Parameters<typeof read>[0]): Answer {
  try {
    return read(result);
  } catch (error) {
    if (error instanceof AppError && error.code === "unreachable") throw new NoAnswer(error.code, error.message, { cause: error, retryAfterMs: error.retryAfterMs });
    throw error;
  }
}
