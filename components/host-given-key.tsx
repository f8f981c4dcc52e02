"use client";

import { FileKey } from "lucide-react";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { HostSpec } from "@/lib/domain/host-spec";
import type { HostInput } from "./host-form-values";
import { Field } from "./ui/field";
import { FileButton } from "./ui/file-button";
import { Input, Textarea } from "./ui/input";

interface HostGivenKeyProps {
  form: UseFormReturn<HostInput, unknown, HostSpec>;
  /** True when a key is stored already and an empty field keeps it. */
  stored: boolean;
}

const longest = 50_000;

export function HostGivenKey({ form, stored }: HostGivenKeyProps) {
  const { register, setValue, setError, formState } = form;
  const [fileName, setFileName] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    if (file.size > longest) {
      setError("privateKey", { message: `${file.name} is too large for a private key.` });
      return;
    }
    setValue("privateKey", await file.text(), { shouldDirty: true, shouldValidate: true });
    setFileName(file.name);
  }

  return (
    <div className="flex flex-col gap-5">
      <Field
        label="Private key"
        htmlFor="privateKey"
        error={formState.errors.privateKey?.message}
        hint={stored ? "One is stored. Leave this empty to keep it." : "The file without .pub, from -----BEGIN to -----END. It is sealed when saved and never shown again."}
      >
        <Textarea {...register("privateKey")} rows={6} autoComplete="off" spellCheck={false} placeholder="-----BEGIN OPENSSH PRIVATE KEY-----" className="font-mono text-[0.8125rem]!" />
        <div className="flex flex-wrap items-center gap-2.5">
          <FileButton size="sm" label="Private key file" onFiles={([file]) => void take(file)}>
            <FileKey aria-hidden />
            Choose a file
          </FileButton>
          {fileName && <span className="text-[0.8125rem] text-ink-faint wrap-anywhere">{fileName}</span>}
        </div>
      </Field>
      <Field label="Passphrase" htmlFor="passphrase" optional error={formState.errors.passphrase?.message} hint="Only if the key is protected by one.">
        <Input {...register("passphrase")} type="password" autoComplete="off" className="sm:max-w-sm" />
      </Field>
    </div>
  );
}
