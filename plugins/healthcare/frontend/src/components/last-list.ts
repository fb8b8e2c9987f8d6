import { useLocation } from '@honeyframe/sdk/frontend';
import { useEffect } from 'react';

const KEY = 'healthcare:patients';

/** Remembers the search and filters of the list, for the way back from a patient; gone with the browser tab. */
export function useRememberList(): void {
  const { search } = useLocation();
  useEffect(() => sessionStorage.setItem(KEY, search), [search]);
}

/** Address of the list as it was left. */
export function toLastList(): string {
  return `/patients${sessionStorage.getItem(KEY) ?? ''}`;
}
