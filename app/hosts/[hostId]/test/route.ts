import type { HostTestLine } from "@/components/follow-host-test";
import { currentUser } from "@/lib/auth/current-user";
import { AppError } from "@/lib/domain/errors";
import type { HostId } from "@/lib/domain/ids";
import { testHost } from "@/lib/runner/hosts/test-host";
import { sqmpy } from "@/lib/wiring";

/** Tests the connection; the answer is one JSON object a line (`HostTestLine`), each written as soon as its step is over. */
export async function POST(_request: Request, { params }: { params: Promise<{ hostId: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user) return new Response(null, { status: 401 });

  const id = (await params).hostId as HostId;
  const { hostServices, services } = sqmpy();
  if (!hostServices.hosts.find(user.id, id)) return new Response(null, { status: 404 });

  const encoder = new TextEncoder();
  let gone = false;
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const write = (line: HostTestLine) => {
        if (!gone) stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        const report = await testHost(hostServices, user.id, id, (result) => write({ kind: "step", result }));
        write({ kind: "report", report });
      } catch (error) {
        if (!(error instanceof AppError)) services.log("error", "A connection test broke.", { hostId: id, error: String(error) });
        write({ kind: "problem", message: error instanceof AppError ? error.message : "The test broke: it is a fault of Sqmpy, and stands in its log." });
      }
      if (!gone) stream.close();
    },
    cancel() {
      gone = true;
    },
  });

  return new Response(body, {
    headers: { "Content-Type": "application/x-ndjson; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no" },
  });
}
