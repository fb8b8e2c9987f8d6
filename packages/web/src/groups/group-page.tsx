import { ErrorState, Page, Skeleton } from '@honeyframe/sdk/ui';
import { useParams } from 'react-router';
import { usePluginName } from '../shell/use-plugin-name.ts';
import { DeleteGroupButton } from './delete-group-button.tsx';
import { GroupGrants } from './group-grants.tsx';
import { GroupMembers } from './group-members.tsx';
import { useGroupQuery } from './group-queries.ts';
import { describeOwner } from './group-words.ts';

const back = { label: 'Groups', to: '/admin/groups' };

/** One group: what its people may do, and who they are. */
export function GroupPage() {
  const { id = '' } = useParams();
  const nameOf = usePluginName();
  const { data: group, error, refetch } = useGroupQuery(id);
  if (error && !group) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!group) {
    return (
      <Page title="Group" back={back}>
        <Skeleton height={320} radius="lg" />
      </Page>
    );
  }
  return (
    <Page
      title={group.name}
      back={back}
      description={[describeOwner(group, nameOf), group.description].filter(Boolean).join(' · ')}
      actions={group.owner === 'system' ? null : <DeleteGroupButton group={group} />}
    >
      <div className="hf-two-columns">
        <GroupGrants group={group} />
        <GroupMembers group={group} members={group.members} />
      </div>
    </Page>
  );
}
