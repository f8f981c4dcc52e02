import { ChevronRight } from "lucide-react";
import { authorizedKeyCommand } from "./authorized-key-command";
import { CodeBlock } from "./ui/code-block";

/** The public half of a key, ready to be put on the host. */
export function AuthorizedKey({ publicKey }: { publicKey: string }) {
  const command = authorizedKeyCommand(publicKey);

  return (
    <div className="flex min-w-0 flex-col gap-2.5">
      <CodeBlock label="Run this once on the host" copy={command} wrap>
        {command}
      </CodeBlock>
      <details className="group text-[0.8125rem]">
        <summary className="inline-flex min-h-8 items-center gap-1 rounded-md text-ink-soft hover:text-ink pointer-coarse:min-h-10">
          <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
          Only the public line, for a web form or an admin
        </summary>
        <CodeBlock label="Public line" copy={publicKey} wrap className="mt-1.5">
          {publicKey}
        </CodeBlock>
      </details>
    </div>
  );
}
