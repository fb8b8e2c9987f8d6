import type { Matrix, MatrixColumn, MatrixRow } from '@honeyframe/contract/api';

/** The columns of one plugin that stand beside each other. */
export interface ColumnGroup {
  readonly slug: string;
  readonly display_name: string;
  readonly enabled: boolean;
  readonly columns: readonly MatrixColumn[];
}

/** Columns that fit a search, by plugin; a plugin's name brings all of its columns. */
export function findColumns(
  { plugins, columns }: Pick<Matrix, 'plugins' | 'columns'>,
  search: string,
): ColumnGroup[] {
  return plugins
    .map((plugin) => {
      const own = columns.filter((column) => column.plugin === plugin.slug);
      const whole = fits(search, plugin.display_name, plugin.slug);
      return {
        ...plugin,
        columns: whole
          ? own
          : own.filter(({ permission, description }) => fits(search, permission, description)),
      };
    })
    .filter((group) => group.columns.length > 0);
}

export function findRows({ groups }: Matrix, search: string): MatrixRow[] {
  return groups.filter(({ name }) => fits(search, name));
}

/** Every word must be found somewhere. */
function fits(search: string, ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
