import { readJobQuery } from "@/components/job-filter-query";
import { currentUser } from "@/lib/auth/current-user";
import { AppError } from "@/lib/domain/errors";
import { jobsShown } from "../jobs-shown";

/** The fingerprint of what the history shows at the same query: a page that holds another one is out of date. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (!user) return Response.json({ problem: "You are signed out." }, { status: 401 });
  const query = readJobQuery(Object.fromEntries(new URL(request.url).searchParams));
  try {
    const { fingerprint } = jobsShown(user.id, query);
    return Response.json({ fingerprint }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return Response.json({ problem: error.message }, { status: 400 });
  }
}
