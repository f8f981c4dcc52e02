import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function HostsLoading() {
  return (
    <div role="status" aria-label="The hosts are coming">
      <PageHeader title="Hosts" description="The machines that your jobs run on." />
      <div className="grid gap-4 md:grid-cols-2">
        {[0, 1, 2, 3].map((card) => (
          <Skeleton key={card} className="h-52 rounded-xl" />
        ))}
      </div>
    </div>
  );
}
