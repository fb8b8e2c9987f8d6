import { auditGroups, auditGroupWords } from '@honeyframe/contract/api';
import { Badge, Button, TextInput } from '@honeyframe/sdk/ui';
import { FilterSelect } from '../forms/filter-select.tsx';
import { type ActivityFilter, useFacetsQuery, withoutFilters } from './activity-filter.ts';
import { describeTarget } from './activity-words.ts';
import { timeRanges } from './time-range.ts';

interface ActivityFiltersProps {
  readonly filter: ActivityFilter;
  readonly onChange: (change: Partial<ActivityFilter>) => void;
  readonly pluginName: (slug: string) => string;
}

/** Choices of what occurs in the log. */
export function ActivityFilters({ filter, onChange, pluginName }: ActivityFiltersProps) {
  const { data: facets } = useFacetsQuery(filter);
  const actors = withChosen(facets?.actors, filter.actor).map((name) => ({ value: name, label: name }));
  const plugins = withChosen(facets?.plugins, filter.plugin);
  return (
    <>
      <FilterSelect
        searchable
        label="Who"
        data={actors}
        value={filter.actor}
        width={190}
        onChange={(actor) => onChange({ actor })}
      />
      <FilterSelect
        searchable
        label="What"
        data={groups}
        value={filter.group}
        width={190}
        onChange={(group) => onChange({ group })}
      />
      {plugins.length > 0 ? (
        <FilterSelect
          searchable
          label="Plugin"
          data={plugins.map((slug) => ({ value: slug, label: pluginName(slug) }))}
          value={filter.plugin}
          width={140}
          onChange={(plugin) => onChange({ plugin })}
        />
      ) : null}
      <FilterSelect
        searchable
        label="When"
        data={timeRanges}
        value={filter.range}
        width={155}
        onChange={(range) => onChange({ range, from: '', to: '' })}
      />
      {filter.range === 'custom' ? <Days filter={filter} onChange={onChange} /> : null}
      {filter.target_type ? (
        <Badge variant="light" size="lg" className="hf-target-filter">
          {describeTarget(filter.target_type)} {filter.target_id}
        </Badge>
      ) : null}
      {isFiltered(filter) ? (
        <Button variant="subtle" onClick={() => onChange(withoutFilters)}>
          Show all
        </Button>
      ) : null}
    </>
  );
}

const groups = auditGroups.map((group) => ({ value: group, label: auditGroupWords[group] }));

function Days({ filter, onChange }: Pick<ActivityFiltersProps, 'filter' | 'onChange'>) {
  return (
    <>
      <TextInput
        type="date"
        aria-label="From"
        value={filter.from}
        max={filter.to}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <span>to</span>
      <TextInput
        type="date"
        aria-label="To"
        value={filter.to}
        min={filter.from}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </>
  );
}

/** A choice that came with the address stays visible, whether or not it occurs. */
function withChosen(seen: readonly string[] = [], chosen: string): readonly string[] {
  return chosen === '' || seen.includes(chosen) ? seen : [...seen, chosen];
}

export function isFiltered(filter: ActivityFilter): boolean {
  return Object.entries(filter).some(([name, value]) => name !== 'scope' && name !== 'event' && value !== '');
}
