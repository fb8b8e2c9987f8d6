import { useSearchParams } from 'react-router';

/**
 * State of a list that lives in the address, so that it survives a reload and can be sent to a colleague.
 * A value that equals its default, or is empty, is left out of the address.
 *
 * @example
 * const [state, setState] = useSearchState({ search: '', page: '1', sort: 'name' });
 */
export function useSearchState<T extends Readonly<Record<string, string>>>(
  defaults: T,
): [state: { readonly [K in keyof T]: string }, set: (change: { readonly [K in keyof T]?: string }) => void] {
  const [params, setParams] = useSearchParams();
  const entries = Object.entries(defaults).map(([name, fallback]) => [name, params.get(name) ?? fallback]);
  const set = (change: { readonly [K in keyof T]?: string }) =>
    setParams((before) => applyChange(before, change, defaults), { replace: true });
  return [Object.fromEntries(entries) as { readonly [K in keyof T]: string }, set];
}

function applyChange(
  before: URLSearchParams,
  change: Readonly<Record<string, string | undefined>>,
  defaults: Readonly<Record<string, string>>,
): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '' || value === defaults[name]) next.delete(name);
    else next.set(name, value);
  }
  return next;
}
