import type { Move } from "@/lib/domain/evidence";
import type { JobId } from "@/lib/domain/ids";
import { isMailMoment } from "@/lib/domain/mail-wish";
import type { Delivery, Services } from "./services";

type AnyMove = Move | { to: "stage_in" | "queued"; text?: string };

/**
 * Moves a job and plans the mail about it in one transaction, then tells open pages and the mail loop.
 * False when the job was already there or further.
 */
export async function advance(services: Services, id: JobId, move: AnyMove): Promise<boolean> {
  const at = services.now();
  let delivery: Delivery | null = null;
  const moved = services.atomically(() => {
    if (!services.jobs.move(id, move, at)) return false;
    if (isMailMoment(move.to)) {
      const job = services.jobs.get(id);
      const owner = services.users.get(job.ownerId);
      if ((job.mailWish ?? owner.mailWish).includes(move.to)) delivery = services.deliveries.plan(id, move.to, owner, at);
    }
    return true;
  });
  if (!moved) return false;

  services.live.publish({ kind: "changed", jobId: id });
  if (delivery) await services.tell.mailPlanned((delivery as Delivery).id);
  return true;
}
