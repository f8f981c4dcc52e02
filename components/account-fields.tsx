import { Field } from "./ui/field";
import { Input } from "./ui/input";

/** Name, mail address and a new password. */
export function AccountFields() {
  return (
    <>
      <Field label="Name" htmlFor="name">
        <Input name="name" autoComplete="name" maxLength={100} autoFocus required />
      </Field>
      <Field label="Mail address" htmlFor="email" hint="To sign in, and to be told when a job ends.">
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" maxLength={254} required />
      </Field>
      <Field label="Password" htmlFor="password" hint="At least 10 characters.">
        <Input name="password" type="password" autoComplete="new-password" maxLength={200} required />
      </Field>
    </>
  );
}
