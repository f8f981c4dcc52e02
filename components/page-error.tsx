"use client";

import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { Button } from "./ui/button";
import { WrongTurn } from "./wrong-turn";
import { readPageError } from "./page-error-words";

interface PageErrorProps {
  error: unknown;
  retry: () => void;
}

/** What a page shows in place of itself when it broke. */
export function PageError({ error, retry }: PageErrorProps) {
  const { outdated, digest } = readPageError(error);

  useEffect(() => {
    console.error(error);
  }, [error]);

  if (outdated) {
    return (
      <WrongTurn
        code="updated"
        title="Sqmpy has been updated"
        action={
          <Button variant="primary" onClick={() => window.location.reload()}>
            <RotateCw aria-hidden />
            Load the new version
          </Button>
        }
      >
        <p>This page is from before the update. Load it anew, then do it again.</p>
      </WrongTurn>
    );
  }

  return (
    <WrongTurn
      code="error"
      title="This page broke"
      action={
        <>
          <Button variant="primary" onClick={retry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
          {/* eslint-disable-next-line @next/next/no-location-assign-relative-destination -- what broke may be the router's own state */}
          <Button onClick={() => window.location.assign("/jobs")}>To your jobs</Button>
        </>
      }
    >
      <p>It is a fault of Sqmpy. Your jobs are not touched by it: they go on, on their hosts.</p>
      {digest && (
        <p className="text-sm">
          Whoever runs this Sqmpy finds the details in its log under <code className="font-mono text-ink">{digest}</code>.
        </p>
      )}
    </WrongTurn>
  );
}
