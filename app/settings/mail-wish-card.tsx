import { ActionForm } from "@/components/action-form";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/input";
import { mailMomentLabels, mailMoments, type MailWish } from "@/lib/domain/mail-wish";
import { saveMailWish } from "./actions";

export function MailWishCard({ wish }: { wish: MailWish }) {
  return (
    <Card title="Mail" description="For each job, unless the job says otherwise.">
      <ActionForm action={saveMailWish} submitLabel="Save">
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-3 text-sm font-medium text-ink">Changes to write to me about</legend>
          {mailMoments.map((moment) => (
            <Checkbox key={moment} name="moments[]" value={moment} defaultChecked={wish.includes(moment)} label={mailMomentLabels[moment]} />
          ))}
        </fieldset>
      </ActionForm>
    </Card>
  );
}
