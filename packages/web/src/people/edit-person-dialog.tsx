import type { Member, SeatRole } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { Button, Group, Modal, Stack, TextInput } from '@honeyframe/sdk/ui';
import { type FormEvent, useState } from 'react';
import { FormFailure } from './form-failure.tsx';
import { GroupsSelect } from './groups-select.tsx';
import { editPerson, type PersonEdit, usePeopleChange } from './people-queries.ts';
import { furtherGroups, nameOf } from './people-words.ts';
import { SeatSelect } from './seat-select.tsx';

interface EditPersonDialogProps {
  readonly person: Member;
  readonly onClose: () => void;
}

/** Name, role and groups of somebody. */
export function EditPersonDialog({ person, onClose }: EditPersonDialogProps) {
  const { user } = useSession();
  const before = furtherGroups({ kind: 'member', id: person.id, member: person }).map(({ id }) => id);
  const [name, setName] = useState(person.display_name);
  const [seat, setSeat] = useState<SeatRole | null>(person.seat);
  const [groups, setGroups] = useState<string[]>(before);
  const save = usePeopleChange(editPerson, () => `${nameOf(person)} was changed.`);
  const ownsName = user.is_superadmin || !person.beyond_org || user.id === person.id;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const edit: PersonEdit = {
      id: person.id,
      join: groups.filter((id) => !before.includes(id)),
      leave: before.filter((id) => !groups.includes(id)),
      ...(name.trim() !== person.display_name && { display_name: name.trim() }),
      ...(seat && seat !== person.seat && { seat }),
    };
    save.mutate(edit, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={nameOf(person)}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <FormFailure error={save.error} />
          <TextInput
            label="Name"
            description={
              ownsName
                ? undefined
                : 'The account belongs to other organisations too; a superadmin can rename it.'
            }
            value={name}
            maxLength={100}
            disabled={!ownsName}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <SeatSelect value={seat} onChange={setSeat} />
          <GroupsSelect value={groups} onChange={setGroups} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
