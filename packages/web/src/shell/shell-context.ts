import type { Shell } from '@honeyframe/contract/api';
import { createContext, use } from 'react';

export const ShellContext = createContext<Shell | undefined>(undefined);

/** All that the server decided to show this person. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error('The shell has not been read yet.');
  return shell;
}
