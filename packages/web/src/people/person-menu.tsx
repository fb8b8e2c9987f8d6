import type { Member } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { ActionIcon, Icon, Menu } from '@honeyframe/sdk/ui';
import { peopleClient } from '../api/clients.ts';
import { useQuickPeopleChange } from './people-queries.ts';
import { emailOf, nameOf, type Person } from './people-words.ts';

export type PersonDialog = 'edit' | 'explain' | 'reset' | 'deactivate' | 'remove' | 'resend' | 'revoke';

interface PersonMenuProps {
  readonly person: Person;
  readonly onOpen: (dialog: PersonDialog, id: string) => void;
}

/** What can be done with a line of the list. */
export function PersonMenu({ person, onOpen }: PersonMenuProps) {
  const open = (dialog: PersonDialog) => () => onOpen(dialog, person.id);
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${emailOf(person)}`}>
          <Icon name="ellipsis" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {person.kind === 'member' ? (
          <MemberItems member={person.member} open={open} />
        ) : (
          <>
            <Menu.Item leftSection={<Icon name="mail" size={15} />} onClick={open('resend')}>
              New link
            </Menu.Item>
            <Menu.Item color="red" leftSection={<Icon name="ban" size={15} />} onClick={open('revoke')}>
              Revoke
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

interface MemberItemsProps {
  readonly member: Member;
  readonly open: (dialog: PersonDialog) => () => void;
}

function MemberItems({ member, open }: MemberItemsProps) {
  const { user } = useSession();
  const isOwn = member.id === user.id;
  // The server refuses it; here it is not offered.
  const isForeign = member.beyond_org && !user.is_superadmin;
  return (
    <>
      <Menu.Item leftSection={<Icon name="pencil" size={15} />} onClick={open('edit')}>
        Name, role and groups
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="shield-check" size={15} />} onClick={open('explain')}>
        What may this person do?
      </Menu.Item>
      <Menu.Item
        disabled={isForeign}
        leftSection={<Icon name="key-round" size={15} />}
        onClick={open('reset')}
      >
        Reset password
      </Menu.Item>
      <Menu.Divider />
      {isForeign ? <Menu.Label>This account counts beyond this organisation</Menu.Label> : null}
      {isOwn ? null : (
        <ActivationItem member={member} disabled={isForeign} onDeactivate={open('deactivate')} />
      )}
      <Menu.Item color="red" leftSection={<Icon name="log-out" size={15} />} onClick={open('remove')}>
        {isOwn ? 'Leave this organisation' : 'Remove from this organisation'}
      </Menu.Item>
    </>
  );
}

interface ActivationItemProps {
  readonly member: Member;
  readonly disabled: boolean;
  readonly onDeactivate: () => void;
}

function ActivationItem({ member, disabled, onDeactivate }: ActivationItemProps) {
  const activate = useQuickPeopleChange(
    (id: string) => peopleClient.activateUser({ params: { id } }),
    (changed) => `${nameOf(changed)} can sign in again.`,
    'The account was not activated',
  );
  return member.active ? (
    <Menu.Item disabled={disabled} leftSection={<Icon name="ban" size={15} />} onClick={onDeactivate}>
      Deactivate
    </Menu.Item>
  ) : (
    <Menu.Item
      disabled={disabled}
      leftSection={<Icon name="rotate-ccw" size={15} />}
      onClick={() => activate.mutate(member.id)}
    >
      Activate
    </Menu.Item>
  );
}
