"use client";

import { FileInput, Upload } from "lucide-react";
import { useState, useTransition } from "react";
import type { OwnAccountNote } from "./host-agent-note";
import type { ImportSource, ListedHost, ListHosts } from "./host-import-types";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Card } from "./ui/card";
import { Field } from "./ui/field";
import { FileButton } from "./ui/file-button";
import { Textarea } from "./ui/input";

interface HostImportSourceProps {
  list: ListHosts;
  ownAccount: OwnAccountNote | null;
  onListed: (source: ImportSource, hosts: ListedHost[]) => void;
}

const longest = 500_000;
const example = "Host login\n    HostName login.uni.example\n    User ada";

export function HostImportSource({ list, ownAccount, onListed }: HostImportSourceProps) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function read(source: ImportSource) {
    startTransition(async () => {
      setProblem(null);
      const answer = await list(source);
      if (answer.ok) onListed(source, answer.hosts);
      else setProblem(answer.message);
    });
  }

  async function take(file: File | undefined) {
    if (!file) return;
    if (file.size > longest) setProblem(`${file.name} is too large for an SSH configuration.`);
    else setText(await file.text());
  }

  return (
    <div className="flex max-w-3xl flex-col gap-5">
      {problem && <Alert tone="bad">{problem}</Alert>}
      {ownAccount && (
        <Card title="From this computer" description={`The file ~/.ssh/config of ${ownAccount.username}, the account that Sqmpy runs under.`}>
          <Button pending={pending} onClick={() => read({ from: "own_file" })}>
            {!pending && <FileInput aria-hidden />}
            Read ~/.ssh/config here
          </Button>
        </Card>
      )}
      <Card title="From your own computer">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            read({ from: "text", text });
          }}
        >
          <Field label="The text of your ~/.ssh/config" htmlFor="config" hint="Only names, addresses, ports and usernames are taken from it. Nothing in it is run.">
            <Textarea
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              rows={9}
              spellCheck={false}
              autoComplete="off"
              placeholder={example}
              className="font-mono text-[0.8125rem]!"
            />
          </Field>
          <div className="flex flex-wrap gap-2.5">
            <Button type="submit" variant="primary" pending={pending} disabled={text.trim() === ""}>
              Show the hosts in it
            </Button>
            <FileButton label="SSH configuration file" onFiles={([file]) => void take(file)}>
              <Upload aria-hidden />
              Choose the file
            </FileButton>
          </div>
        </form>
      </Card>
    </div>
  );
}
