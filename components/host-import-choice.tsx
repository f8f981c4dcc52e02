"use client";

import { useState, useTransition } from "react";
import type { OwnAccountNote } from "./host-agent-note";
import type { ImportHosts, ImportSignIn, ImportSource, Imported, ListedHost } from "./host-import-types";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Card } from "./ui/card";
import { Choice } from "./ui/choice";
import { Field } from "./ui/field";
import { Checkbox, Input } from "./ui/input";

interface HostImportChoiceProps {
  source: ImportSource;
  hosts: ListedHost[];
  add: ImportHosts;
  ownAccount: OwnAccountNote | null;
  onBack: () => void;
  onDone: (imported: Imported) => void;
}

export function HostImportChoice({ source, hosts, add, ownAccount, onBack, onDone }: HostImportChoiceProps) {
  const usable = hosts.filter(({ problem }) => problem === null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(usable.map(({ alias }) => alias)));
  const [username, setUsername] = useState("");
  const [signIn, setSignIn] = useState<ImportSignIn>(source.from === "own_file" ? "file_keys" : "made_key");
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const nameless = hosts.filter((host) => chosen.has(host.alias) && host.username === null);

  function toggle(alias: string, on: boolean) {
    const next = new Set(chosen);
    if (on) next.add(alias);
    else next.delete(alias);
    setChosen(next);
  }

  function send() {
    startTransition(async () => {
      setProblem(null);
      const answer = await add({ source, aliases: [...chosen], username, signIn });
      if (answer.ok) onDone(answer);
      else setProblem(answer.message);
    });
  }

  return (
    <form
      className="flex max-w-3xl flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {problem && <Alert tone="bad">{problem}</Alert>}
      <Card flush title={hosts.length === 1 ? "One host found" : `${hosts.length} hosts found`} description={usable.length < hosts.length ? `${usable.length} of them can be added.` : undefined}>
        <ul className="divide-y divide-line">
          {hosts.map((host) => (
            <li key={host.alias} className="px-4 py-3 sm:px-5">
              <Checkbox
                label={<span className={host.problem ? "text-ink-soft" : "font-medium"}>{host.alias}</span>}
                hint={
                  <>
                    <span className="font-mono wrap-anywhere">{placeOf(host)}</span>
                    {host.problem && <span className="block text-warn">{host.problem}</span>}
                  </>
                }
                checked={chosen.has(host.alias)}
                disabled={host.problem !== null}
                onChange={(event) => toggle(host.alias, event.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      </Card>
      {usable.length > 0 && (
        <Card title="Sign-in">
          <fieldset className="grid gap-2.5 sm:grid-cols-2">
            <legend className="sr-only">How Sqmpy signs in to them</legend>
            <Choice name="signIn" label="A key that Sqmpy makes" description="One for all of them: you paste one line on each." checked={signIn === "made_key"} onChange={() => setSignIn("made_key")} />
            {source.from === "own_file" && (
              <Choice name="signIn" label="The keys in ~/.ssh here" description="Those that the file names, or the usual ones; without a passphrase." checked={signIn === "file_keys"} onChange={() => setSignIn("file_keys")} />
            )}
            {ownAccount && (
              <Choice
                name="signIn"
                label="ssh-agent"
                description={ownAccount.hasAgent ? `The one of ${ownAccount.username}, the account that Sqmpy runs under.` : "None was found for the account that Sqmpy runs under."}
                disabled={!ownAccount.hasAgent}
                checked={signIn === "agent"}
                onChange={() => setSignIn("agent")}
              />
            )}
          </fieldset>
          {nameless.length > 0 && (
            <Field
              className="mt-5"
              label="Username"
              htmlFor="username"
              hint={`For ${nameless.map(({ alias }) => alias).join(", ")}: the file does not say.`}
            >
              <Input value={username} onChange={(event) => setUsername(event.currentTarget.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} className="sm:max-w-sm" />
            </Field>
          )}
        </Card>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button type="submit" variant="primary" pending={pending} disabled={chosen.size === 0}>
          {chosen.size === 1 ? "Add 1 host" : `Add ${chosen.size} hosts`}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

function placeOf({ username, address, port }: ListedHost): string {
  return `${username ? `${username}@` : ""}${address}${port === 22 ? "" : `:${port}`}`;
}
