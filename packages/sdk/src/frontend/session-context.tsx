import type { Session } from '@honeyframe/contract/api';
import { createContext, type ReactNode, use, useMemo } from 'react';

/** Who is signed in, and what they may do in the organisation they work in. */
export interface SessionScope {
  readonly user: Session['user'];
  readonly org: NonNullable<Session['org']>;
  readonly can: (permission: string) => boolean;
}

const SessionContext = createContext<SessionScope | undefined>(undefined);

export interface SessionProviderProps {
  readonly user: Session['user'];
  readonly org: NonNullable<Session['org']>;
  readonly permissions: readonly string[];
  readonly children: ReactNode;
}

/** Set by the shell around everything. */
export function SessionProvider({ user, org, permissions, children }: SessionProviderProps) {
  const scope = useMemo(() => {
    const held = new Set(permissions);
    return { user, org, can: (permission: string) => user.is_superadmin || held.has(permission) };
  }, [user, org, permissions]);
  return <SessionContext value={scope}>{children}</SessionContext>;
}

/** The signed-in person and the organisation they work in. */
export function useSession(): SessionScope {
  const scope = use(SessionContext);
  if (!scope) throw new Error('This hook works only inside the platform.');
  return scope;
}

/**
 * Whether the signed-in person holds a permission in this organisation; for showing and hiding.
 * The server decides each request by itself.
 */
export function usePermission(permission: string): boolean {
  return useSession().can(permission);
}
