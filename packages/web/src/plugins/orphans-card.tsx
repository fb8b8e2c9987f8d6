import type { Orphan } from '@honeyframe/contract/api';
import { Button, Card, Group, Modal, notifyError, notifySuccess, Text } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orphansClient } from '../api/clients.ts';

const QUERY = ['orphans'] as const;

/** What plugins left behind and nobody owns; nothing is shown where there is nothing. */
export function OrphansCard() {
  const { data: orphans = [] } = useQuery({
    queryKey: QUERY,
    queryFn: async ({ signal }) => (await orphansClient.list({ signal })).orphans,
  });
  const [asked, setAsked] = useState<readonly Orphan[]>([]);
  if (orphans.length === 0) return null;
  return (
    <Card
      title="Left behind"
      description="These belong to no plugin any more. Nothing uses them; they only take room."
      actions={
        orphans.length > 1 ? (
          <Button variant="default" size="xs" onClick={() => setAsked(orphans)}>
            Remove all
          </Button>
        ) : null
      }
      className="hf-left-behind"
    >
      <ul className="hf-plain-list">
        {orphans.map((orphan) => (
          <li key={`${orphan.kind} ${orphan.name}`} className="hf-found">
            <Description orphan={orphan} />
            <Button
              variant="default"
              size="xs"
              aria-label={`Remove ${orphan.kind} ${orphan.name}`}
              onClick={() => setAsked([orphan])}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {asked.length > 0 ? <RemovalDialog orphans={asked} onClose={() => setAsked([])} /> : null}
    </Card>
  );
}

function Description({ orphan: { kind, name, detail, size } }: { readonly orphan: Orphan }) {
  return (
    <span>
      <span className="hf-strong">{capitalise(kind)}</span> <code className="hf-code hf-break">{name}</code>
      <span className="hf-sub">
        {size ? `${size}. ` : ''}
        {toSentence(detail)}
      </span>
    </span>
  );
}

function toSentence(detail: string): string {
  return `${capitalise(detail)}.`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface RemovalDialogProps {
  readonly orphans: readonly Orphan[];
  readonly onClose: () => void;
}

function RemovalDialog({ orphans, onClose }: RemovalDialogProps) {
  const [first] = orphans;
  const what = orphans.length === 1 && first ? `${first.kind} ${first.name}` : `${orphans.length} things`;
  const removal = useRemoval(onClose);
  return (
    <Modal opened onClose={onClose} title={`Remove ${what}?`} closeOnClickOutside={!removal.isPending}>
      <Text size="sm">This cannot be undone.</Text>
      {orphans.length === 1 && first ? (
        <Text size="sm" c="dimmed" mt="xs">
          {toSentence(first.detail)}
        </Text>
      ) : null}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} disabled={removal.isPending}>
          Cancel
        </Button>
        <Button color="red" loading={removal.isPending} onClick={() => removal.mutate(orphans)}>
          Remove
        </Button>
      </Group>
    </Modal>
  );
}

function useRemoval(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (orphans: readonly Orphan[]) =>
      orphansClient.remove({ body: { orphans: orphans.map(({ kind, name }) => ({ kind, name })) } }),
    onSuccess: ({ removed, failed }) => {
      const [first] = failed;
      if (first) notifyError(new Error(first.reason), `${first.kind} ${first.name} was not removed`);
      else
        notifySuccess(
          removed.length === 1 ? 'One thing was removed.' : `${removed.length} things were removed.`,
        );
    },
    onError: (error) => notifyError(error, 'Nothing was removed'),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: QUERY });
      onDone();
    },
  });
}
