import { notifyError, notifySuccess } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { webhookClient } from '../api/clients.ts';

const key = ['dbt', 'webhook'];
const REFETCH_MS = 10_000;

export function useWebhookQuery() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => webhookClient.getWebhook({ signal }) });
}

/** The last messages; one that did not arrive is tried again meanwhile. */
export function useDeliveriesQuery() {
  return useQuery({
    queryKey: [...key, 'deliveries'],
    queryFn: ({ signal }) => webhookClient.listWebhookDeliveries({ signal }),
    select: ({ deliveries }) => deliveries,
    refetchInterval: REFETCH_MS,
  });
}

export function useSaveWebhook(onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Parameters<typeof webhookClient.setWebhook>[0]['body']) =>
      webhookClient.setWebhook({ body }),
    onSuccess: async (webhook) => {
      client.setQueryData(key, webhook);
      notifySuccess(webhook.enabled ? 'Messages are sent from now on' : 'No messages are sent from now on');
      onSaved();
      await client.invalidateQueries({ queryKey: key });
    },
  });
}

export function useTestWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => webhookClient.testWebhook(),
    onSuccess: async ({ state, last_error }) => {
      if (state === 'delivered') notifySuccess('The test message arrived');
      else notifyError(new Error(last_error ?? ''), 'The test message did not arrive');
      await client.invalidateQueries({ queryKey: key });
    },
    onError: (error) => notifyError(error, 'No test message was sent'),
  });
}
