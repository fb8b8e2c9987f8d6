import type { ComboboxItem, OptionsFilter } from '@honeyframe/sdk/ui/form';

const place = (label: string, search: string) => (label === search ? 0 : label.startsWith(search) ? 1 : 2);

/** Tables whose name contains what is typed: first those of just that name, then those that begin with it. */
export const rankTables: OptionsFilter = ({ options, search, limit }) => {
  const typed = search.trim().toLowerCase();
  const nameOf = (option: ComboboxItem) => option.label.toLowerCase();
  return (options as ComboboxItem[])
    .filter((option) => nameOf(option).includes(typed))
    .toSorted((a, b) => place(nameOf(a), typed) - place(nameOf(b), typed))
    .slice(0, limit);
};
