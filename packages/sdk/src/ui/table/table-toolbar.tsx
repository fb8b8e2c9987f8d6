import { CloseButton, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from '../display/icon.tsx';

export interface SearchBox {
  readonly value: string;
  /** Called when typing pauses. */
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
}

interface TableToolbarProps {
  readonly search: SearchBox | undefined;
  readonly filters: ReactNode;
  readonly actions: ReactNode;
}

export function TableToolbar({ search, filters, actions }: TableToolbarProps) {
  if (!search && !filters && !actions) return null;
  return (
    <search className="hf-table-toolbar">
      {search ? <SearchField {...search} /> : null}
      {filters}
      {actions ? <div className="hf-table-actions">{actions}</div> : null}
    </search>
  );
}

const PAUSE_MS = 250;

function SearchField({ value, onChange, placeholder = 'Search' }: SearchBox) {
  const [text, setText] = useState(value);
  const timer = useRef<number>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const change = (next: string, pause: number) => {
    setText(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange(next.trim()), pause);
  };
  return (
    <TextInput
      className="hf-table-search"
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      value={text}
      onChange={(event) => change(event.currentTarget.value, PAUSE_MS)}
      leftSection={<Icon name="search" size={14} />}
      rightSection={text ? <CloseButton size="xs" aria-label="Clear" onClick={() => change('', 0)} /> : null}
    />
  );
}
