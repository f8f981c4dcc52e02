import type { Move } from "@/lib/domain/evidence";
import type { DeliveryId, JobId } from "@/lib/domain/ids";
import { isFinal } from "@/lib/domain/job-state";
import { isMailMoment } from "@/lib/domain/mail-wish";
import { planMail } from "./notify";
import type { Services } from "./services";

type AnyMove = Move | { to: "stage_in" | "queued"; text?: string };

/**
 * Moves a job and plans the mail about it in one transaction, with what `also` writes first, then tells open pages and
 * the mail loop. False when the job was already there or further.
 */
export async function advance(services: Services, id: JobId, move: AnyMove, also: () => void = () => undefined): Promise<boolean> {
  const at = services.now();
  const { moved, mail } = services.atomically((): { moved: boolean; mail: DeliveryId | null } => {
    also();
    if (!services.jobs.move(id, move, at)) return { moved: false, mail: null };
    return { moved: true, mail: isMailMoment(move.to) ? planMail(services, services.jobs.get(id), move.to, at) : null };
  });
  if (!moved) return false;

  services.live.publish({ kind: "changed", jobId: id });
  if (isFinal(move.to)) for (const job of services.jobs.waitingFor(id)) await services.tell.submitted(job);
  if (mail) await services.tell.mailPlanned(mail);
  return true;
}
