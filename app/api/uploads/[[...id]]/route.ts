import path from "node:path";
import { currentUser } from "@/lib/auth/current-user";
import { sqmpy } from "@/lib/wiring";
import { handleUpload, refusal } from "../handle-upload";
import { isSameOrigin } from "../same-origin";

export const dynamic = "force-dynamic";

async function upload(request: Request): Promise<Response> {
  const { desk, services, dataDir } = sqmpy();
  if (!isSameOrigin(request.headers, services.baseUrl)) return refusal(403, "This request comes from a page that is not Sqmpy's.");

  const user = await currentUser();
  if (!user) return refusal(401, "You are signed out: sign in again in another tab, then press Retry.");
  return handleUpload(request, { desk: desk.uploads, owner: user.id, directory: path.join(dataDir, "uploads"), now: services.now });
}

export { upload as DELETE, upload as HEAD, upload as PATCH, upload as POST };
