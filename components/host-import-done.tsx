"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { AuthorizedKey } from "./authorized-key";
import type { Imported } from "./host-import-types";
import { Alert } from "./ui/alert";
import { Button, ButtonLink } from "./ui/button";
import { Card } from "./ui/card";

export function HostImportDone({ imported, onAgain }: { imported: Imported; onAgain: () => void }) {
  const { added, left, signIn } = imported;
  const publicKey = signIn === "made_key" ? added[0]?.publicKey : null;
  const title = useRef<HTMLDivElement>(null);

  useEffect(() => title.current?.focus(), []);

  return (
    <div ref={title} tabIndex={-1} className="flex max-w-3xl flex-col gap-5 outline-none">
      {added.length > 0 && (
        <Card flush title={added.length === 1 ? "1 host added" : `${added.length} hosts added`} description="Test each once: the first contact asks you about its host key.">
          <ul className="divide-y divide-line">
            {added.map((host) => (
              <li key={host.id} className="flex items-center justify-between gap-3 px-4 py-2.5 sm:px-5">
                <Link href={`/hosts/${host.id}`} className="min-w-0 font-medium wrap-anywhere">
                  {host.name}
                </Link>
                <ButtonLink size="sm" href={`/hosts/${host.id}?test=now`}>
                  Test connection
                </ButtonLink>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {publicKey && (
        <Card title="Let Sqmpy’s key in" description="On each of these hosts, before the test.">
          <AuthorizedKey publicKey={publicKey} />
        </Card>
      )}
      {left.length > 0 && (
        <Alert tone="warn" title={left.length === 1 ? "1 host was left out" : `${left.length} hosts were left out`}>
          <ul className="mt-1 flex flex-col gap-1">
            {left.map(({ alias, problem }) => (
              <li key={alias}>
                <strong className="font-medium">{alias}</strong>: {problem}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="flex flex-wrap gap-2.5">
        <ButtonLink href="/hosts" variant="primary">
          To your hosts
        </ButtonLink>
        <Button variant="ghost" onClick={onAgain}>
          Import more
        </Button>
      </div>
    </div>
  );
}
