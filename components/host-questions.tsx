import { formatDuration } from "@/lib/format/duration";
import type { HostQuestions as Asked, QuestionSum } from "./host-questions-sum";
import { Card } from "./ui/card";
import { LocalTime } from "./ui/local-time";

const labels: Record<string, string> = {
  status: "How jobs are",
  accounting: "Accounting of ended jobs",
  submit: "Submit",
  find: "Look a lost job up",
  cancel: "Cancel",
  hold: "Hold",
  release: "Release",
  offers: "What it offers",
};

/** What one host was asked: by the hour as bars, and by kind as a table. */
export function HostQuestions({ host, hours }: { host: Asked; hours: number }) {
  const { hostName, address, ownerName, asked, failed, sums } = host;
  const perHour = Math.round((asked / hours) * 10) / 10;

  return (
    <Card
      flush
      title={hostName}
      description={
        <span className="wrap-anywhere">
          {address}, {ownerName}
        </span>
      }
    >
      <div className="flex flex-col gap-4 px-4 py-4 sm:px-5">
        <p className="text-sm text-ink-soft">
          <span className="text-lg font-semibold text-ink tabular-nums">{perHour.toLocaleString("en")}</span> an hour, {asked.toLocaleString("en")} in all
          {failed > 0 && <span className="text-bad">, {failed.toLocaleString("en")} without an answer</span>}
        </p>
        <HourBars host={host} />
      </div>
      <table className="hidden w-full border-t border-line text-sm sm:table">
        <caption className="sr-only">What {hostName} was asked</caption>
        <thead>
          <tr className="border-b border-line text-left text-[0.8125rem] text-ink-faint [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium [&>th:first-child]:pl-5 [&>th:not(:first-child)]:text-right">
            <th scope="col">Question</th>
            <th scope="col">Asked</th>
            <th scope="col">An hour</th>
            <th scope="col">Failed</th>
            <th scope="col">Jobs each</th>
            <th scope="col">Took</th>
            <th scope="col" className="pr-5!">
              Longest
            </th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={sum.what} className="border-b border-line last:border-0 [&>td]:px-3 [&>td]:py-2 [&>td:not(:first-child)]:text-right [&>td:not(:first-child)]:tabular-nums">
              <td className="pl-5! text-ink">{labels[sum.what] ?? sum.what}</td>
              <td className="text-ink-soft">{sum.asked.toLocaleString("en")}</td>
              <td className="text-ink-soft">{hourly(sum, hours)}</td>
              <td className={sum.failed > 0 ? "text-bad" : "text-ink-faint"}>{sum.failed.toLocaleString("en")}</td>
              <td className="text-ink-soft">{jobsEach(sum)}</td>
              <td className="text-ink-soft">{formatDuration(sum.average)}</td>
              <td className="pr-5! text-ink-soft">{formatDuration(sum.longest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y divide-line border-t border-line sm:hidden">
        {sums.map((sum) => (
          <li key={sum.what} className="px-4 py-2.5 text-sm">
            <p className="flex justify-between gap-3">
              <span className="font-medium text-ink">{labels[sum.what] ?? sum.what}</span>
              <span className="text-ink-soft tabular-nums">{hourly(sum, hours)} an hour</span>
            </p>
            <p className="text-[0.8125rem] text-ink-faint">
              {sum.asked.toLocaleString("en")} asked{sum.failed > 0 && <span className="text-bad">, {sum.failed.toLocaleString("en")} failed</span>}, took {formatDuration(sum.average)}, {formatDuration(sum.longest)} at most
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function HourBars({ host: { hours } }: { host: Asked }) {
  const most = Math.max(1, ...hours.map(({ asked }) => asked));
  const [first] = hours;

  return (
    <figure>
      <div role="img" aria-label={`Questions by the hour, ${most.toLocaleString("en")} at most`} className="flex h-16 items-end gap-px border-b border-line">
        {hours.map(({ at, asked, failed }) => (
          <span key={at.getTime()} title={`${at.toISOString().slice(0, 13).replace("T", " ")}:00 UTC: ${asked} asked${failed > 0 ? `, ${failed} failed` : ""}`} style={{ height: `${(asked / most) * 100}%` }} className="flex min-w-0 flex-1 flex-col overflow-hidden rounded-t-[2px] bg-accent/70">
            <span style={{ height: asked === 0 ? 0 : `${(failed / asked) * 100}%` }} className="bg-bad" />
          </span>
        ))}
      </div>
      <figcaption className="mt-1 flex justify-between text-xs text-ink-faint">
        {first && <LocalTime at={first.at.toISOString()} />}
        <span>{most.toLocaleString("en")} an hour at most</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function hourly({ asked }: QuestionSum, hours: number): string {
  return (Math.round((asked / hours) * 10) / 10).toLocaleString("en");
}

function jobsEach({ jobs, asked }: QuestionSum): string {
  return asked === 0 || jobs === 0 ? "–" : (Math.round((jobs / asked) * 10) / 10).toLocaleString("en");
}
