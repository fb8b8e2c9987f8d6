import { MultiSelect } from '@honeyframe/sdk/ui/form';
import { useGroupsQuery } from '../groups/group-queries.ts';

interface GroupsSelectProps {
  readonly value: string[];
  readonly onChange: (ids: string[]) => void;
}

/** Groups beside those of the platform, which the role stands for. */
export function GroupsSelect({ value, onChange }: GroupsSelectProps) {
  const groups = useGroupsQuery().data ?? [];
  return (
    <MultiSelect
      label="Further groups"
      description="For what a plugin or your own groups allow beyond the role."
      data={groups
        .filter(({ system_key }) => system_key === null)
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage="There are no further groups"
      searchable
      clearable
    />
  );
}
