import { Skeleton } from '@honeyframe/sdk/ui';

/** The outline of a page while it is fetched. */
export function PageSkeleton() {
  return (
    <div className="hf-page" role="status" aria-label="Loading the page">
      <Skeleton height={26} width={220} mb={10} />
      <Skeleton height={14} width={360} maw="70%" mb={28} />
      <Skeleton height={280} radius="lg" />
    </div>
  );
}
