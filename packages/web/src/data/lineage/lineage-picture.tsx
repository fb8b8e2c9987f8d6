import type { Lineage } from '@honeyframe/contract/api';
import { EmptyState, useHotkeys, VisuallyHidden } from '@honeyframe/sdk/ui';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import { datasetHref } from '../datasets/dataset-words.ts';
import { LineageCanvas } from './lineage-canvas.tsx';
import { LineageContext } from './lineage-context.ts';
import { createLineageGraph, type Direction, findNeighbour, findReach, narrowTo } from './lineage-graph.ts';
import { LineageInspector } from './lineage-inspector.tsx';
import { LineageLegend } from './lineage-legend.tsx';
import { LineageToolbar } from './lineage-toolbar.tsx';
import { announceNode, colourOwners } from './lineage-words.ts';
import type { LineageState } from './use-lineage-state.ts';

interface LineagePictureProps {
  readonly lineage: Lineage;
  readonly state: LineageState;
  readonly onChange: (change: Partial<LineageState>) => void;
}

const keys: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
/** Room between the rows of a narrowed picture, in pixels. */
const ROW_GAP = 20;

/** The picture with what is around it: search, legend, and what is in focus. */
export function LineagePicture({ lineage, state, onChange }: LineagePictureProps) {
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLElement>(null);
  const { whole, shown, wholeReach, look } = useShown(lineage, state);
  const size = { width: lineage.node_width, height: lineage.node_height };
  const open = (id: string) => {
    const kind = whole.nodes[whole.indexOf.get(id) ?? -1]?.kind;
    if (kind && kind !== 'test' && kind !== 'block') void navigate(datasetHref(id));
  };
  const focusOn = (node: string) => onChange({ node, ...(node === '' && { only: '' }) });
  useHotkeys([
    ['/', () => search.current?.focus()],
    ['Escape', () => focusOn('')],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && state.node) open(state.node);
    const direction = keys[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = findNext(shown, state.node, direction);
    if (next) focusOn(next);
  };
  const focused = whole.indexOf.get(state.node);
  const names = new Map(lineage.owners.map(({ slug, display_name }) => [slug, display_name]));
  return (
    <section className="hf-lineage" ref={frame}>
      <LineageToolbar
        {...{ lineage, state, onChange, search }}
        onFocus={(id) => {
          focusOn(id);
          // From here on the arrow keys walk.
          frame.current?.querySelector<HTMLElement>('.hf-lineage-canvas')?.focus();
        }}
      />
      <LineageContext value={look}>
        <div
          className="hf-lineage-canvas"
          role="application"
          aria-label="Lineage. Arrow keys walk from table to table, Enter opens one, Escape lets go, a slash searches."
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk in it, which no element of HTML does.
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          {shown.nodes.length > 0 ? (
            <LineageCanvas
              graph={shown}
              size={size}
              focus={state.node}
              onFocus={focusOn}
              onOpen={open}
              scope={`${state.workspace} ${state.only} ${state.tests} ${lineage.is_settled}`}
            />
          ) : (
            <EmptyState icon="workflow" title="This workspace has no tables yet" />
          )}
          {focused === undefined ? null : (
            <LineageInspector
              {...{ state, onChange }}
              graph={whole}
              index={focused}
              reach={wholeReach}
              owner={names.get(whole.nodes[focused]?.owner ?? '') ?? ''}
              colours={look.colours}
              onClose={() => focusOn('')}
            />
          )}
        </div>
      </LineageContext>
      <LineageLegend owners={lineage.owners} colours={look.colours} />
      <VisuallyHidden aria-live="polite">
        {focused === undefined ? '' : describeFocus(whole, focused, names)}
      </VisuallyHidden>
    </section>
  );
}

/** All of the lineage, the part of it that is shown, and how. Made anew only when what it is made of changes. */
function useShown(lineage: Lineage, { node, depth, only }: LineageState) {
  const whole = useMemo(() => createLineageGraph(lineage), [lineage]);
  const colours = useMemo(() => colourOwners(lineage.owners), [lineage.owners]);
  const focus = whole.indexOf.get(node);
  const wholeReach = useMemo(
    () => (focus === undefined ? undefined : findReach(whole, focus, Number(depth) || undefined)),
    [whole, focus, depth],
  );
  const narrowed = only !== '' && wholeReach !== undefined;
  const shown = useMemo(
    () => (narrowed && wholeReach ? narrowTo(whole, wholeReach, lineage.node_height + ROW_GAP) : whole),
    [narrowed, whole, wholeReach, lineage.node_height],
  );
  const look = useMemo(() => {
    const place = shown.indexOf.get(node);
    if (!narrowed || place === undefined) return { reach: wholeReach, colours };
    return { reach: findReach(shown, place), colours };
  }, [narrowed, shown, node, wholeReach, colours]);
  return { whole, shown, wholeReach, look };
}

function findNext(
  graph: ReturnType<typeof createLineageGraph>,
  id: string,
  direction: Direction,
): string | undefined {
  const from = graph.indexOf.get(id);
  const next = from === undefined ? 0 : findNeighbour(graph, from, direction);
  return next === undefined ? undefined : graph.nodes[next]?.id;
}

function describeFocus(
  { nodes, up, down }: ReturnType<typeof createLineageGraph>,
  index: number,
  names: ReadonlyMap<string, string>,
): string {
  const node = nodes[index];
  if (!node) return '';
  return announceNode(
    node,
    names.get(node.owner) ?? node.owner,
    up[index]?.length ?? 0,
    down[index]?.length ?? 0,
  );
}
