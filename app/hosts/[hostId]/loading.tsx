import { Skeleton } from "@/components/ui/skeleton";

export default function HostLoading() {
  return (
    <div role="status" aria-label="The host is coming">
      <Skeleton className="h-4 w-16" />
      <Skeleton className="mt-2 h-9 w-64" />
      <Skeleton className="mt-2 mb-6 h-5 w-48" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-72 rounded-xl" />
        <Skeleton className="h-56 rounded-xl" />
      </div>
    </div>
  );
}
