import type { Lineage } from '@honeyframe/contract/api';
import { Icon, Switch } from '@honeyframe/sdk/ui';
import { Select } from '@honeyframe/sdk/ui/form';
import { type RefObject, useMemo } from 'react';
import { FilterSelect } from '../../forms/filter-select.tsx';
import { useWorkspaceOptions } from '../workspaces/use-workspace-options.ts';
import { describeNodeKind } from './lineage-words.ts';
import { rankTables } from './rank-tables.ts';
import type { LineageState } from './use-lineage-state.ts';

interface LineageToolbarProps {
  readonly lineage: Lineage;
  readonly state: LineageState;
  readonly onChange: (change: Partial<LineageState>) => void;
  readonly onFocus: (id: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
}

const MOST_FOUND = 12;

/** Search that jumps to a table, and what part of the whole is drawn. */
export function LineageToolbar({ lineage, state, onChange, onFocus, search }: LineageToolbarProps) {
  const workspaces = useWorkspaceOptions(state.workspace);
  const tables = useMemo(() => toOptions(lineage), [lineage]);
  return (
    <search className="hf-lineage-toolbar">
      <Select
        ref={search}
        className="hf-lineage-search"
        aria-label="Find a table"
        placeholder="Find a table  ( / )"
        leftSection={<Icon name="search" size={14} />}
        data={tables}
        value={tables.some(({ value }) => value === state.node) ? state.node : null}
        onChange={(id) => onFocus(id ?? '')}
        searchable
        // Enter goes to the first that fits.
        selectFirstOptionOnChange
        filter={rankTables}
        clearable
        limit={MOST_FOUND}
        nothingFoundMessage="Nothing of that name"
        renderOption={({ option }) => (
          <span>
            {option.label}
            <span className="hf-sub">{(option as { note?: string }).note}</span>
          </span>
        )}
      />
      {workspaces.length > 0 ? (
        <FilterSelect
          label="Workspace"
          placeholder="All workspaces"
          width={180}
          data={workspaces}
          value={state.workspace}
          onChange={(workspace) => onChange({ workspace, node: '', only: '' })}
        />
      ) : null}
      <Switch
        label="Checks"
        checked={state.tests !== ''}
        onChange={(event) => onChange({ tests: event.currentTarget.checked ? 'yes' : '' })}
      />
    </search>
  );
}

function toOptions({ nodes, owners }: Lineage) {
  const names = new Map(owners.map(({ slug, display_name }) => [slug, display_name]));
  return nodes.map((node) => ({
    value: node.id,
    label: node.name,
    note: `${describeNodeKind(node)} of ${names.get(node.owner) ?? node.owner}`,
  }));
}
