import { SimpleGrid, Skeleton } from '@honeyframe/sdk/ui';

/** The outline of a patient's page while it is fetched. */
export function PatientSkeleton() {
  return (
    <div role="status" aria-label="Loading the patient">
      <Skeleton height={34} mb="md" />
      <Skeleton height={92} mb="md" radius="lg" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton height={300} radius="lg" />
        <Skeleton height={300} radius="lg" />
      </SimpleGrid>
    </div>
  );
}
