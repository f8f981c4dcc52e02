import { ActionForm } from "@/components/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { savePassword } from "./actions";

export function PasswordCard({ email }: { email: string }) {
  return (
    <Card title="Password">
      <ActionForm action={savePassword} submitLabel="Change the password" resetOnDone>
        <input type="hidden" autoComplete="username" defaultValue={email} />
        <Field label="Password now" htmlFor="current-password" name="password">
          <Input name="password" type="password" autoComplete="current-password" required />
        </Field>
        <Field label="New password" htmlFor="new-password" name="newPassword" hint="At least 10 characters. All other sessions end.">
          <Input name="newPassword" type="password" autoComplete="new-password" maxLength={200} required />
        </Field>
      </ActionForm>
    </Card>
  );
}
