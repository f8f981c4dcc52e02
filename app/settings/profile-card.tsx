import { ActionForm } from "@/components/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { saveProfile } from "./actions";

export function ProfileCard({ user }: { user: { name: string; email: string; singleUser: boolean } }) {
  return (
    <Card title="You">
      <ActionForm action={saveProfile} submitLabel="Save">
        <Field label="Name" htmlFor="name">
          <Input name="name" defaultValue={user.name} autoComplete="name" maxLength={100} required />
        </Field>
        <Field label="Mail address" htmlFor="email" hint={user.singleUser ? "Where mail about your jobs goes." : "To sign in, and where mail about your jobs goes."}>
          <Input name="email" type="email" defaultValue={user.email} autoComplete="email" autoCapitalize="none" maxLength={254} required />
        </Field>
      </ActionForm>
    </Card>
  );
}
