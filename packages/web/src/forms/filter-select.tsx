import { Select } from '@honeyframe/sdk/ui/form';

interface FilterSelectProps {
  /** Said to whoever hears the page; shown while nothing is chosen, where there is no placeholder. */
  readonly label: string;
  readonly placeholder?: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  /** Empty: everything. */
  readonly value: string;
  readonly width: number;
  readonly searchable?: boolean;
  readonly onChange: (value: string) => void;
}

/** One filter of a list. */
export function FilterSelect(props: FilterSelectProps) {
  const { label, placeholder = label, data, value, width, searchable = false, onChange } = props;
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      data={data}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? '')}
      searchable={searchable}
      nothingFoundMessage="Nothing of that name"
      clearable
      w={width}
    />
  );
}
