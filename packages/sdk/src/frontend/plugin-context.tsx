import { createContext, type ReactNode, use } from 'react';

/** Which plugin the component around belongs to. */
export interface PluginScope {
  readonly slug: string;
  /** Address of its pages in the shell: `/plugins/healthcare`. */
  readonly base: string;
  /** Address of its routes: `/api/healthcare`. */
  readonly api: string;
}

const PluginContext = createContext<PluginScope | undefined>(undefined);

/** Set by the shell around every page and block. */
export function PluginProvider({ slug, children }: { readonly slug: string; readonly children: ReactNode }) {
  return <PluginContext value={toPluginScope(slug)}>{children}</PluginContext>;
}

/** The plugin that this component belongs to. Throws outside a plugin's page or block. */
export function usePlugin(): PluginScope {
  const scope = use(PluginContext);
  if (!scope) throw new Error('This hook works only inside a page or block of a plugin.');
  return scope;
}

export function toPluginScope(slug: string): PluginScope {
  return { slug, base: `/plugins/${slug}`, api: `/api/${slug}` };
}
