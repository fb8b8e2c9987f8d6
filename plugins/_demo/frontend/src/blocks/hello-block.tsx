import { PluginLink } from '@honeyframe/sdk/frontend';
import { Anchor, ErrorState, Skeleton, Status, Text } from '@honeyframe/sdk/ui';
import { usePing } from '../ping.ts';

/** The demo plugin's answer on Home. */
export default function HelloBlock() {
  const ping = usePing();
  if (ping.error) return <ErrorState error={ping.error} onRetry={() => void ping.refetch()} />;
  if (!ping.data) return <Skeleton height={40} role="status" aria-label="Waiting for the answer" />;
  return (
    <>
      <Status tone="good">The demo plugin says “{ping.data.message}”</Status>
      <Text size="sm" c="dimmed" mt={4}>
        <Anchor component={PluginLink} to="/hello" size="sm">
          See where that comes from
        </Anchor>
      </Text>
    </>
  );
}
