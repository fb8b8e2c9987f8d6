import type { WarehouseConnection } from '@honeyframe/contract/api';
import { Button, Card, ErrorState, formatDateTime, Page, Skeleton, Text } from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { ConnectionForm } from './connection-form.tsx';
import { useConnectionQuery, useRemoveConnection } from './warehouse-queries.ts';

/** Where this organisation's tables are kept. */
export function WarehousePage() {
  const { data, error, refetch } = useConnectionQuery();
  if (error && !data) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  return (
    <Page
      title="Where tables are kept"
      width="reading"
      description="For this organisation. Changing it loses nothing: what was built before stays where it is."
    >
      {data ? (
        <>
          <Current connection={data.connection} />
          <Named connection={data.connection} allowedHosts={data.allowed_hosts} />
        </>
      ) : (
        <Skeleton height={240} radius="lg" />
      )}
    </Page>
  );
}

function Current({ connection }: { readonly connection: WarehouseConnection | null }) {
  const remove = useRemoveConnection();
  if (!connection) {
    return (
      <Card title="Files of the platform">
        <Text>
          Each build makes a new version in a private copy. Readers see it when it is whole, and earlier
          versions stay to go back to.
        </Text>
      </Card>
    );
  }
  return (
    <Card title="A PostgreSQL database">
      <Text>
        <code className="hf-code">{connection.url}</code>
      </Text>
      <Text mt="sm">
        Builds change tables in place: readers can see one in progress, and there are no versions to go back
        to. Tables that were never built here are built at once, one set after the other:{' '}
        <Link to="/data/runs" className="hf-link">
          see how it goes
        </Link>
        .
      </Text>
      <Text size="xs" c="dimmed" mt="sm">
        Set {formatDateTime(connection.updated_at)}
        {connection.updated_by ? ` by ${connection.updated_by}` : ''}
      </Text>
      <Button variant="default" mt="md" loading={remove.isPending} onClick={() => remove.mutate()}>
        Use files again
      </Button>
    </Card>
  );
}

interface NamedProps {
  readonly connection: WarehouseConnection | null;
  readonly allowedHosts: readonly string[];
}

function Named({ connection, allowedHosts }: NamedProps) {
  return (
    <Card title={connection ? 'Another database' : 'Build in PostgreSQL instead'}>
      {allowedHosts.length === 0 ? (
        <Text>
          The operator has not allowed any server yet. Allowed ones stand in{' '}
          <code className="hf-code">HONEYFRAME_WAREHOUSE_HOSTS</code>.
        </Text>
      ) : (
        <>
          <Text size="xs" c="dimmed" mb="md">
            Servers that the operator allows: {allowedHosts.join(', ')}
          </Text>
          <ConnectionForm
            key={connection?.updated_at}
            url={connection?.url ?? ''}
            rootCertificate={connection?.root_certificate ?? ''}
          />
        </>
      )}
    </Card>
  );
}
