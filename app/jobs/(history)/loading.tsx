import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the jobs">
      <Skeleton className="mb-6 h-9 w-32" />
      <Skeleton className="mb-4 h-10 w-full max-w-2xl" />
      <Skeleton className="mb-5 h-8 w-full max-w-xl" />
      <div className="flex flex-col gap-2">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-14 rounded-xl" />
        ))}
      </div>
    </div>
  );
}
