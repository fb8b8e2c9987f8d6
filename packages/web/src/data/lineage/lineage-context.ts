import { createContext, use } from 'react';
import type { Reach } from './lineage-graph.ts';

export interface LineageLook {
  /** Nodes of the focus; undefined without one. */
  readonly reach: Reach | undefined;
  readonly colours: ReadonlyMap<string, string>;
}

/** Changes with the focus, never with the view: nodes that only move are not drawn again. */
export const LineageContext = createContext<LineageLook>({ reach: undefined, colours: new Map() });

export function useLineageLook(): LineageLook {
  return use(LineageContext);
}
