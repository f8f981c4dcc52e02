import { AppError } from "@/lib/domain/errors";
import type { HostId } from "@/lib/domain/ids";
import type { RemoteCall } from "@/lib/schedulers/scheduler";
import { call, type ExecOptions, type Transport } from "@/lib/transport/transport";
import type { Services } from "../services";

interface Question<Answer> {
  hostId: HostId;
  /** As the admins' page names it: `status`, `accounting`, `submit` … */
  what: string;
  /** How many jobs it is about. */
  jobs: number;
  call: RemoteCall<Answer>;
}

const usual = { timeoutMs: 120_000, maxBytes: 64 * 1024 * 1024 };

/** Asks a batch system one thing, in UTC and plain words (unless `asIs`: a job inherits them), and counts it for the admins' page. */
export async function ask<Answer>(services: Pick<Services, "hosts" | "now">, transport: Transport, question: Question<Answer>, { asIs = false, ...options }: ExecOptions & { asIs?: boolean } = {}): Promise<Answer> {
  const began = performance.now();
  const { hostId, what, jobs } = question;
  const note = (failed: boolean) => services.hosts.countQuestion({ hostId, what, jobs, took: performance.now() - began, failed }, services.now());
  try {
    const answer = await call(transport, asIs ? question.call : inPlainWords(question.call), { ...usual, ...options });
    note(false);
    return answer;
  } catch (error) {
    note(!(error instanceof AppError) || error.code !== "invalid");
    throw error;
  }
}

function inPlainWords<Answer>(remote: RemoteCall<Answer>): RemoteCall<Answer> {
  return { ...remote, command: `export TZ=UTC0 LC_ALL=C\n${remote.command}` };
}
