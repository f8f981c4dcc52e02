import { AppError, type ErrorCode } from "@/lib/domain/errors";

const statuses: Partial<Record<ErrorCode, number>> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  remote: 502,
};

/** An expected failure as a page of plain words; bugs are thrown on. */
export function refusal(error: unknown): Response {
  if (!(error instanceof AppError)) throw error;
  return new Response(`${error.message}\n`, {
    status: statuses[error.code] ?? 503,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" },
  });
}
