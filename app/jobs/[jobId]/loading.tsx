import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

export default function JobLoading() {
  return (
    <div aria-busy="true" aria-label="Loading the job">
      <Skeleton className="h-4 w-16" />
      <Skeleton className="mt-2 h-9 w-72 max-w-full" />
      <Skeleton className="mt-3 h-5 w-56" />
      <div className="mt-7 grid gap-5">
        <Card>
          <Skeleton className="h-80" />
        </Card>
        <Card>
          <Skeleton className="h-40" />
        </Card>
      </div>
    </div>
  );
}
