import { readJobQuery } from "@/components/job-filter-query";
import { currentUser } from "@/lib/auth/current-user";
import { jobsShown } from "../jobs-shown";

/** The fingerprint of what the history shows at the same query: a page that holds another one is out of date. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (!user) return Response.json({ problem: "You are signed out." }, { status: 401 });
  const query = readJobQuery(Object.fromEntries(new URL(request.url).searchParams));
  const { fingerprint } = jobsShown(user.id, query);
  return Response.json({ fingerprint }, { headers: { "Cache-Control": "no-store" } });
}
