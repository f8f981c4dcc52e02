"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { startTransition, useActionState, useEffect, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { SignInMethod } from "@/lib/domain/host";
import { hostSpecSchema, type HostSpec } from "@/lib/domain/host-spec";
import { AuthorizedKey } from "./authorized-key";
import { HostAgentNote, type OwnAccountNote } from "./host-agent-note";
import type { HostInput } from "./host-form-values";
import { HostGivenKey } from "./host-given-key";
import { HostMadeKey } from "./host-made-key";
import { HostSignInChoice } from "./host-sign-in-choice";
import { Alert } from "./ui/alert";
import { Button, ButtonLink } from "./ui/button";
import { Card } from "./ui/card";
import { Field } from "./ui/field";
import { Input } from "./ui/input";
import { useMadeKey, type MakeKey } from "./use-made-key";

interface HostFormProps {
  initial: HostInput;
  /** What is stored, when an existing host is edited. */
  stored?: { id: string; signIn: SignInMethod; publicKey: string | null };
  save: (previous: ActionState, input: HostInput & { id: string }) => Promise<ActionState>;
  makeKey: MakeKey;
  /** Null for people who may not act as the account that Sqmpy runs under. */
  ownAccount: OwnAccountNote | null;
  backHref: string;
}

export function HostForm({ initial, stored, save, makeKey, ownAccount, backHref }: HostFormProps) {
  const [state, send, pending] = useActionState(save, idle);
  const form = useForm<HostInput, unknown, HostSpec>({ resolver: zodResolver(hostSpecSchema), defaultValues: initial, mode: "onTouched" });
  const { register, handleSubmit, setError, setFocus, formState } = form;
  const { errors } = formState;

  const signIn = useWatch({ control: form.control, name: "signIn" });
  const [newKeyWanted, setNewKeyWanted] = useState(false);
  const keepsKey = stored?.signIn === "made_key" && stored.publicKey !== null && !newKeyWanted;
  const made = useMadeKey(makeKey, signIn === "made_key" && !keepsKey);

  useEffect(() => {
    if (state.status !== "refused") return;
    const fields = Object.entries(state.fields ?? {}) as [keyof HostInput, string[]][];
    fields.forEach(([name, sentences]) => setError(name, { type: "server", message: sentences.join(" ") }));
    const [first] = fields;
    if (first) setFocus(first[0]);
  }, [state, setError, setFocus]);

  const submit = handleSubmit((spec) => {
    const madeKeyId = spec.signIn === "made_key" && !keepsKey ? (made.key?.id ?? "") : "";
    startTransition(() => send({ ...spec, madeKeyId, id: stored?.id ?? "" }));
  });

  return (
    <form onSubmit={submit} noValidate className="flex max-w-3xl flex-col gap-5">
      {state.status === "refused" && <Alert tone="bad">{state.message}</Alert>}
      <Card title="The host">
        <div className="grid gap-5 sm:grid-cols-[1fr_7rem]">
          <Field label="Name" htmlFor="name" error={errors.name?.message} hint="As you call it: “Institute’s compute server”." className="sm:col-span-2">
            <Input {...register("name")} autoComplete="off" autoFocus={!stored} />
          </Field>
          <Field label="Address" htmlFor="address" error={errors.address?.message} hint="Its name or IP address, as you give it to ssh.">
            <Input {...register("address")} autoComplete="off" autoCapitalize="none" spellCheck={false} inputMode="url" placeholder="login.uni.example" />
          </Field>
          <Field label="Port" htmlFor="port" error={errors.port?.message}>
            <Input {...register("port")} inputMode="numeric" autoComplete="off" />
          </Field>
          <Field label="Username there" htmlFor="username" error={errors.username?.message} className="sm:col-span-2">
            <Input {...register("username")} autoComplete="off" autoCapitalize="none" spellCheck={false} className="sm:max-w-sm" />
          </Field>
        </div>
        {stored && <p className="mt-4 text-[0.8125rem] text-ink-faint">With another address, port or username Sqmpy forgets the host key and asks about it again.</p>}
      </Card>
      <Card title="Sign-in">
        <div className="flex flex-col gap-5">
          <HostSignInChoice register={register("signIn")} allowAgent={ownAccount !== null || stored?.signIn === "agent"} />
          {signIn === "made_key" && !keepsKey && (
            <HostMadeKey publicKey={made.key?.publicKey ?? null} failed={made.failed} retry={made.retry} error={errors.madeKeyId?.message} />
          )}
          {signIn === "made_key" && keepsKey && stored.publicKey && (
            <>
              <AuthorizedKey publicKey={stored.publicKey} />
              <Button size="sm" className="self-start" onClick={() => setNewKeyWanted(true)}>
                Make a new key in its place
              </Button>
            </>
          )}
          {signIn === "given_key" && <HostGivenKey form={form} stored={stored?.signIn === "given_key"} />}
          {signIn === "password" && (
            <Field
              label="Password"
              htmlFor="password"
              error={errors.password?.message}
              hint={stored?.signIn === "password" ? "One is stored. Leave this empty to keep it." : "It is sealed when saved and never shown again."}
            >
              <Input {...register("password")} type="password" autoComplete="new-password" className="sm:max-w-sm" />
            </Field>
          )}
          {signIn === "agent" && ownAccount && <HostAgentNote account={ownAccount} />}
          {errors.signIn?.message && <Alert tone="bad">{errors.signIn.message}</Alert>}
        </div>
      </Card>
      <div className="flex flex-wrap gap-2.5">
        <Button type="submit" variant="primary" pending={pending}>
          Save and test the connection
        </Button>
        <ButtonLink href={backHref} variant="ghost">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
