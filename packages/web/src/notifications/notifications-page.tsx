import { Card, ErrorState, Page, Skeleton } from '@honeyframe/sdk/ui';
import { DeliveriesTable } from './deliveries-table.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { useWebhookQuery } from './webhook-queries.ts';

/** Where this organisation hears of data that goes wrong. */
export function NotificationsPage() {
  const { data: webhook, error, refetch } = useWebhookQuery();
  if (error && !webhook) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  return (
    <Page
      title="Notifications"
      width="reading"
      description="One message when a build begins to fail, is late, or a source is stale, and one when it is right again."
    >
      {webhook ? (
        <Card title="Webhook" description="What does not arrive is tried again for about a day.">
          <WebhookForm key={`${webhook.url} ${webhook.enabled}`} webhook={webhook} />
        </Card>
      ) : (
        <Skeleton height={300} radius="lg" />
      )}
      <DeliveriesTable />
    </Page>
  );
}
