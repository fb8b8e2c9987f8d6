import { Alert } from '@honeyframe/sdk/ui';
import { useWarehouseKind } from './warehouse-queries.ts';

/** Says what readers may see where builds are in place; nothing where they see whole versions. */
export function InPlaceNote() {
  if (useWarehouseKind() !== 'postgres') return null;
  return (
    <Alert color="blue" title="Builds go to this organisation’s own PostgreSQL">
      They change tables in place: readers can see a build in progress, and one that failed half-way.
    </Alert>
  );
}
