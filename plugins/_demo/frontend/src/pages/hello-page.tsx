import { Button, Card, ErrorState, Fields, Icon, Page, Skeleton, Status } from '@honeyframe/sdk/ui';
import { usePing } from '../ping.ts';

/** Shows what the plugin's route answers: the shortest way from a page to a router and back. */
export default function HelloPage() {
  const ping = usePing();
  return (
    <Page
      title="Hello"
      description="One page, one route, one block. Copy the folder to begin a plugin of your own."
      width="reading"
      badge={ping.data ? <Status tone="good">Answering</Status> : null}
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="refresh-cw" size={14} />}
          loading={ping.isFetching}
          onClick={() => void ping.refetch()}
        >
          Ping again
        </Button>
      }
    >
      <Card title="GET /api/_demo/ping">
        {ping.error ? <ErrorState error={ping.error} onRetry={() => void ping.refetch()} /> : null}
        {ping.isPending ? <Skeleton height={44} role="status" aria-label="Waiting for the answer" /> : null}
        {ping.data ? (
          <Fields
            columns={3}
            items={[
              { label: 'Message', value: ping.data.message },
              { label: 'Signed in as', value: ping.data.user },
              { label: 'Organisation', value: ping.data.org },
            ]}
          />
        ) : null}
      </Card>
    </Page>
  );
}
