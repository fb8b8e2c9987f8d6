import type { Workspace } from '@honeyframe/contract/api';
import { Button, formatRelative, Icon, Menu } from '@honeyframe/sdk/ui';
import { useStartBuild } from './run-queries.ts';
import { isLive } from './run-words.ts';

interface BuildMenuProps {
  readonly workspaces: readonly Workspace[];
  readonly ready: boolean;
}

/** "Build now", one entry for each set of tables. */
export function BuildMenu({ workspaces, ready }: BuildMenuProps) {
  const build = useStartBuild();
  return (
    <Menu width={300}>
      <Menu.Target>
        <Button
          leftSection={<Icon name="play" size={14} />}
          rightSection={<Icon name="chevron-down" size={14} />}
          disabled={!ready || workspaces.length === 0}
          loading={build.isPending}
        >
          Build now
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Which tables?</Menu.Label>
        {workspaces.map((workspace) => (
          <Menu.Item
            key={workspace.slug}
            disabled={workspace.state !== 'ready'}
            onClick={() => build.mutate({ workspace: workspace.slug })}
          >
            <div className="hf-menu-line">{workspace.display_name}</div>
            <div className="hf-menu-note">{describe(workspace)}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function describe({ state, message, last_run, data_as_of }: Workspace): string {
  if (state !== 'ready') return message ?? 'Not available right now';
  if (last_run && isLive(last_run.state)) return 'Being built right now';
  return data_as_of ? `Last built ${formatRelative(data_as_of)}` : 'Never built';
}
