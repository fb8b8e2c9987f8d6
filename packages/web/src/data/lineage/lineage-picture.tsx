import type { Lineage } from '@honeyframe/contract/api';
import { EmptyState, VisuallyHidden } from '@honeyframe/sdk/ui';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { datasetHref } from '../datasets/dataset-words.ts';
import { LineageCanvas } from './lineage-canvas.tsx';
import { LineageContext } from './lineage-context.ts';
import type { LineageGraph } from './lineage-graph.ts';
import { LineageInspector } from './lineage-inspector.tsx';
import { LineageLegend } from './lineage-legend.tsx';
import { LineageToolbar } from './lineage-toolbar.tsx';
import { announceNode } from './lineage-words.ts';
import { useLineageKeys } from './use-lineage-keys.ts';
import type { LineageState } from './use-lineage-state.ts';
import { useShownLineage } from './use-shown-lineage.ts';

interface LineagePictureProps {
  readonly lineage: Lineage;
  readonly state: LineageState;
  readonly onChange: (change: Partial<LineageState>) => void;
}

/** The picture with what is around it: search, legend, and what is in focus. */
export function LineagePicture({ lineage, state, onChange }: LineagePictureProps) {
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const { whole, shown, wholeReach, look } = useShownLineage(lineage, state);
  const size = { width: lineage.node_width, height: lineage.node_height };
  const open = (id: string) => {
    const kind = whole.nodes[whole.indexOf.get(id) ?? -1]?.kind;
    if (kind && kind !== 'test' && kind !== 'block') void navigate(datasetHref(id));
  };
  const focusOn = (node: string) => {
    onChange({ node, ...(node === '' && { only: '' }) });
    // From here on the arrow keys walk.
    stage.current?.focus({ preventScroll: true });
  };
  const onKeyDown = useLineageKeys({
    graph: shown,
    focus: state.node,
    onFocus: focusOn,
    onOpen: open,
    search,
  });
  const focused = whole.indexOf.get(state.node);
  const names = new Map(lineage.owners.map(({ slug, display_name }) => [slug, display_name]));
  return (
    <section className="hf-lineage">
      <LineageToolbar {...{ lineage, state, onChange, search }} onFocus={focusOn} />
      <LineageContext value={look}>
        <div
          ref={stage}
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
              scope={[
                state.workspace,
                state.only && `only ${state.depth}`,
                state.tests,
                lineage.is_settled,
              ].join()}
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

function describeFocus(
  { nodes, up, down }: LineageGraph,
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
