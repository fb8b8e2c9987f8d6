import { Button, Group, Modal, Stack, Text } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import { FormFailure } from './form-failure.tsx';
import { usePeopleChange } from './people-queries.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly action: string;
  /** What it means for the person. */
  readonly children: ReactNode;
  readonly onConfirm: () => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
}

/** Asks before something that takes away; says in place why it was refused. */
export function ConfirmDialog({ title, action, children, onConfirm, done, onClose }: ConfirmDialogProps) {
  const change = usePeopleChange(
    (_: undefined) => onConfirm(),
    () => done,
  );
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap="md">
        <FormFailure error={change.error} />
        <Text>{children}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={change.isPending}
            onClick={() => change.mutate(undefined, { onSuccess: onClose })}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
