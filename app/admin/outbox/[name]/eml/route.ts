import { Readable } from "node:stream";
import { requireAdmin } from "@/lib/auth/require-user";
import { streamLengthHeader } from "@/lib/format/stream-length-header";
import { sqmpy } from "@/lib/wiring";

/** One kept email as a mail program reads it. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  await requireAdmin();
  const { name } = await params;
  const eml = await sqmpy().outbox.openEml(name);
  if (!eml) return new Response("There is no such email.", { status: 404 });

  return new Response(Readable.toWeb(eml.stream) as ReadableStream, {
    headers: {
      "content-type": "message/rfc822",
      [streamLengthHeader]: String(eml.size),
      "content-disposition": `attachment; filename="${name}.eml"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
