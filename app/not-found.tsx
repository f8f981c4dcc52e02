import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { WrongTurn } from "@/components/wrong-turn";

export const metadata: Metadata = { title: "Not found" };

export default function NotFoundPage() {
  return (
    <WrongTurn
      code="404"
      title="There is nothing here"
      action={
        <>
          <ButtonLink href="/jobs" variant="primary">
            To your jobs
          </ButtonLink>
          <ButtonLink href="/hosts">To your hosts</ButtonLink>
        </>
      }
    >
      <p>The address may be mistyped, or what stood here was deleted, or it belongs to another account.</p>
    </WrongTurn>
  );
}
