import { FlaskConical } from "lucide-react";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";

/** A worked example for somebody who has no job yet. */
export function ExampleOffer({ onFill }: { onFill: () => void }) {
  return (
    <Alert
      tone="accent"
      title="Your first job? Try one that is ready."
      action={
        <Button size="sm" variant="primary" onClick={onFill}>
          <FlaskConical aria-hidden />
          Fill in the example
        </Button>
      }
    >
      A Python script that draws a picture of the road to chaos: it shows its progress for 20 seconds, then leaves a PNG and a CSV. It needs nothing but python3 on the host.
    </Alert>
  );
}
