import type { MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { ActionIcon, Button, Group, Icon, Modal, Stack, Text, TextInput } from '@honeyframe/sdk/ui';
import { type FormEvent, useState } from 'react';
import { useGrantChange } from './matrix-queries.ts';

interface TargetsDialogProps {
  readonly row: MatrixRow;
  readonly column: MatrixColumn;
  readonly targets: readonly string[];
  readonly onClose: () => void;
}

/** The single objects for which a group holds a permission. */
export function TargetsDialog({ row, column, targets, onClose }: TargetsDialogProps) {
  const { mutate } = useGrantChange();
  const { permission } = column;
  const change = (target_id: string, granted: boolean) =>
    mutate({ group_id: row.id, permission_type: permission, target_id, granted });
  const wide = row.granted.includes(permission);
  return (
    <Modal
      opened
      onClose={onClose}
      size="md"
      title={
        <>
          {row.name} · <code className="hf-code">{permission}</code>
        </>
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {wide
            ? 'The group has this permission for everything; these objects count again when that is taken away.'
            : 'The group has this permission for these objects only.'}
        </Text>
        <ul className="hf-plain-list">
          {targets.map((target) => (
            <li key={target} className="hf-grant">
              <span className="hf-break">{target}</span>
              <ActionIcon aria-label={`Take ${target} away`} onClick={() => change(target, false)}>
                <Icon name="x" size={15} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        {targets.length === 0 ? <Text size="sm">No single objects yet.</Text> : null}
        <AddTarget targets={targets} onAdd={(target) => change(target, true)} />
      </Stack>
    </Modal>
  );
}

interface AddTargetProps {
  readonly targets: readonly string[];
  readonly onAdd: (target: string) => void;
}

function AddTarget({ targets, onAdd }: AddTargetProps) {
  const [text, setText] = useState('');
  const target = text.trim();
  const known = targets.includes(target);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!target || known) return;
    onAdd(target);
    setText('');
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          className="hf-grow"
          label="ID of an object"
          placeholder="As in the address of its page"
          value={text}
          maxLength={200}
          error={known ? 'Is in the list already' : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" disabled={!target || known}>
          Add
        </Button>
      </Group>
    </form>
  );
}
