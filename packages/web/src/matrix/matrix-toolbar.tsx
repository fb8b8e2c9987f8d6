import { Icon, TextInput } from '@honeyframe/sdk/ui';

interface Search {
  readonly group: string;
  readonly permission: string;
}

interface MatrixToolbarProps {
  readonly search: Search;
  readonly onSearch: (change: Partial<Search>) => void;
}

export function MatrixToolbar({ search, onSearch }: MatrixToolbarProps) {
  return (
    <search className="hf-matrix-toolbar">
      <SearchField label="Find groups" value={search.group} onChange={(group) => onSearch({ group })} />
      <SearchField
        label="Find permissions or plugins"
        value={search.permission}
        onChange={(permission) => onSearch({ permission })}
      />
      <ul className="hf-matrix-legend" aria-label="Legend">
        <li>
          <span className="hf-cell-mark" data-kind="granted" /> For everything
        </li>
        <li>
          <span className="hf-cell-count">2</span> For single objects
        </li>
        <li>
          <span className="hf-cell-mark" data-kind="pending" /> Waits for approval
        </li>
      </ul>
    </search>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<Icon name="search" size={14} />}
    />
  );
}
