import type { HostFacts as Facts } from "@/lib/domain/host";
import { allFacts } from "./host-facts-words";
import { Alert } from "./ui/alert";
import { Card } from "./ui/card";
import { CodeBlock } from "./ui/code-block";
import { LocalTime } from "./ui/local-time";

export function HostFacts({ facts }: { facts: Facts }) {
  return (
    <Card
      title="What was found"
      description={
        <>
          At the last test, <LocalTime at={facts.checkedAt} mode="relative" />
        </>
      }
    >
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {allFacts(facts).map(({ label, value }) => (
          <div key={label} className="min-w-0">
            <dt className="text-xs text-ink-faint">{label}</dt>
            <dd className="text-sm text-ink wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {facts.noise && (
        <Alert tone="warn" title="Its login scripts print text on each command" className="mt-4">
          <p>
            Sqmpy takes it off, but other programs may stumble over it. In <code className="font-mono">~/.bashrc</code> there, print only in
            interactive shells.
          </p>
          <CodeBlock className="mt-2" label="What they print" wrap>
            {facts.noise}
          </CodeBlock>
        </Alert>
      )}
    </Card>
  );
}
