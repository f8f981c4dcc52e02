"use client";

import { AuthorizedKey } from "./authorized-key";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Skeleton } from "./ui/skeleton";

interface HostMadeKeyProps {
  publicKey: string | null;
  failed: boolean;
  retry: () => void;
  error?: string;
}

export function HostMadeKey({ publicKey, failed, retry, error }: HostMadeKeyProps) {
  return (
    <div className="flex min-w-0 flex-col gap-3" aria-live="polite">
      <p className="text-sm text-ink-soft">
        Sqmpy made a key for this host. Its private half stays here, sealed; put its public half on the host, then save and test. Sign in there as you do today and run this line:
      </p>
      {publicKey && <AuthorizedKey publicKey={publicKey} />}
      {!publicKey && !failed && <Skeleton className="h-24 w-full" />}
      {failed && (
        <Alert tone="bad" action={<Button size="sm" onClick={retry}>Try again</Button>}>
          The key could not be made: Sqmpy did not answer.
        </Alert>
      )}
      {error && <Alert tone="bad">{error}</Alert>}
    </div>
  );
}
