import type { ReactNode } from 'react';
import { NOTHING } from '../format/format.ts';

export interface FieldsProps {
  /** Label and value; an empty value is shown as a dash. */
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[];
  readonly columns?: 1 | 2 | 3 | 4;
}

/** Labelled facts about one thing: a person's data, a run's figures. */
export function Fields({ items, columns = 2 }: FieldsProps) {
  return (
    <dl className="hf-fields" data-columns={columns}>
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === null || value === undefined || value === '' ? NOTHING : value}</dd>
        </div>
      ))}
    </dl>
  );
}
