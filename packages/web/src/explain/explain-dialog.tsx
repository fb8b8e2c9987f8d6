import { useSession } from '@honeyframe/sdk/frontend';
import { Modal, Stack, TextInput, useDebouncedValue } from '@honeyframe/sdk/ui';
import { Select } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';
import { usePeopleQuery, usePermissionTypesQuery } from '../groups/group-queries.ts';
import { ExplainResult } from './explain-result.tsx';

interface ExplainDialogProps {
  /** Whom to explain; the reader himself when it is left out. */
  readonly userId?: string;
  readonly permission?: string;
  readonly onClose: () => void;
}

const PAUSE_MS = 250;

/** Why somebody may do something, or may not: through which group, since when, and what would change it. */
export function ExplainDialog({ userId, permission, onClose }: ExplainDialogProps) {
  const { user } = useSession();
  const [person, setPerson] = useState<string | null>(userId ?? user.id);
  const [wanted, setWanted] = useState<string | null>(permission ?? null);
  const [target, setTarget] = useState('');
  const [settled] = useDebouncedValue(target.trim(), PAUSE_MS);
  const people = usePeopleQuery().data ?? [];
  const types = usePermissionTypesQuery().data ?? [];
  return (
    <Modal opened onClose={onClose} size="lg" title="Explain access">
      <Stack gap="md">
        <div className="hf-explain-question">
          <Select
            label="Person"
            searchable
            data={people.map(({ id, display_name, email }) => ({
              value: id,
              label: display_name ? `${display_name} (${email})` : email,
            }))}
            value={person}
            onChange={setPerson}
            nothingFoundMessage="Nobody of that name"
          />
          <Select
            label="Permission"
            searchable
            placeholder="patient.read"
            data={types.map(({ name }) => name)}
            value={wanted}
            onChange={setWanted}
            nothingFoundMessage="No such permission"
          />
          <TextInput
            label="Object"
            placeholder="Any; or an ID"
            maxLength={200}
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
        </div>
        {person && wanted ? (
          <ExplainResult userId={person} permission={wanted} target={settled || undefined} />
        ) : null}
      </Stack>
    </Modal>
  );
}
