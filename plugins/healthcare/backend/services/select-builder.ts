import type { WarehouseValue } from '@honeyframe/sdk/backend';
import { toWordPattern } from './word-pattern.ts';

/** The WHERE of a statement: texts are this plugin's own, values only ever travel as parameters. */
export class Where {
  readonly parameters: WarehouseValue[] = [];
  readonly #clauses: string[] = [];

  /** `clause` receives the placeholder of the value. An undefined value adds nothing. */
  add(value: WarehouseValue | undefined, clause: (placeholder: string) => string): this {
    if (value === undefined || value === '') return this;
    this.parameters.push(value);
    this.#clauses.push(clause(`$${this.parameters.length}`));
    return this;
  }

  /** Every word must be found by `clause`, which receives the placeholder of its pattern; more than eight are cut off. */
  addWords(text: string | undefined, clause: (placeholder: string) => string): this {
    for (const word of (text ?? '').trim().split(/\s+/).slice(0, 8)) this.add(toWordPattern(word), clause);
    return this;
  }

  get sql(): string {
    return this.#clauses.length === 0 ? '' : `where ${this.#clauses.join(' and ')}`;
  }
}

/** `-age` → `age desc nulls last`; `name` is one of a fixed list by the time it comes here. */
export function toOrder(sort: string): string {
  return sort.startsWith('-') ? `${sort.slice(1)} desc nulls last` : `${sort} asc nulls last`;
}

// Between the values of one text parameter, since lists cannot be parameters; no key contains it.
const SEPARATOR = '\u001f';

/** SQL that is true where `column` is one of the values in the placeholder; see {@link joinValues}. */
export function isOneOf(column: string, placeholder: string): string {
  return `${column} in (select unnest(string_to_array(${placeholder}, '${SEPARATOR}')))`;
}

/** SQL that is true where a text contains what the pattern in the placeholder fits; DuckDB's `~` means the whole text. */
export function containsPattern(text: string, placeholder: string): string {
  return `${text} ~ ('.*' || ${placeholder} || '.*')`;
}

/** SQL that is true where a text begins with what the pattern in the placeholder fits. */
export function beginsWithPattern(text: string, placeholder: string): string {
  return `${text} ~ ('^' || ${placeholder} || '.*')`;
}

/** SQL of an aggregate: the value of the row with the greatest `by`, of those that have one. */
export function latestOf(value: string, by: string): string {
  return `(array_agg(${value} order by ${by} desc) filter (where ${value} is not null))[1]`;
}

export function joinValues(values: readonly string[]): string {
  return values.join(SEPARATOR);
}
