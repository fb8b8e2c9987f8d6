import { useHotkeys } from '@honeyframe/sdk/ui';
import type { KeyboardEvent, RefObject } from 'react';
import { type Direction, findNeighbour, type LineageGraph } from './lineage-graph.ts';

interface LineageKeysOptions {
  readonly graph: LineageGraph;
  readonly focus: string;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
}

const keys: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Arrow keys walk, Enter opens, Escape lets go, a slash searches. @returns what the picture listens with. */
export function useLineageKeys({ graph, focus, onFocus, onOpen, search }: LineageKeysOptions) {
  useHotkeys([
    ['/', () => search.current?.focus()],
    ['Escape', () => focus && onFocus('')],
  ]);
  return (event: KeyboardEvent) => {
    // Buttons and switches beside the picture have keys of their own.
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && focus) onOpen(focus);
    const direction = keys[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = findNext(graph, focus, direction);
    if (next) onFocus(next);
  };
}

function findNext(graph: LineageGraph, id: string, direction: Direction): string | undefined {
  const from = graph.indexOf.get(id);
  const next = from === undefined ? 0 : findNeighbour(graph, from, direction);
  return next === undefined ? undefined : graph.nodes[next]?.id;
}
