import type { DbtSchedule } from '@honeyframe/contract/api';
import { ActionIcon, Icon, Menu } from '@honeyframe/sdk/ui';
import { schedulesClient } from '../../api/clients.ts';
import { useFireSchedule, useScheduleAction } from './schedule-queries.ts';

interface ScheduleMenuProps {
  readonly schedule: DbtSchedule;
  readonly mayEdit: boolean;
  readonly mayBuild: boolean;
  readonly onEdit: () => void;
}

/** What can be done with a schedule. */
export function ScheduleMenu({ schedule, mayEdit, mayBuild, onEdit }: ScheduleMenuProps) {
  const fire = useFireSchedule();
  const remove = useScheduleAction((params) => schedulesClient.deleteSchedule({ params }), {
    done: (name) => `“${name}” is deleted`,
    failed: 'The schedule could not be deleted',
  });
  const reset = useScheduleAction((params) => schedulesClient.resetSchedule({ params }), {
    done: (name) => `“${name}” is as the plugin brought it`,
    failed: 'The schedule could not be set back',
  });
  if (!mayEdit && !mayBuild) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions of ${schedule.name}`}>
          <Icon name="ellipsis" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayBuild ? (
          <Menu.Item leftSection={<Icon name="play" size={14} />} onClick={() => fire.mutate(schedule)}>
            Build now
          </Menu.Item>
        ) : null}
        {mayEdit ? (
          <Menu.Item leftSection={<Icon name="pencil" size={14} />} onClick={onEdit}>
            Change
          </Menu.Item>
        ) : null}
        {mayEdit && schedule.is_changed ? (
          <Menu.Item
            leftSection={<Icon name="rotate-ccw" size={14} />}
            onClick={() => reset.mutate(schedule)}
          >
            Set back to the plugin’s
          </Menu.Item>
        ) : null}
        {mayEdit && schedule.origin === 'person' ? (
          <Menu.Item
            color="red"
            leftSection={<Icon name="trash-2" size={14} />}
            onClick={() => remove.mutate(schedule)}
          >
            Delete
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
