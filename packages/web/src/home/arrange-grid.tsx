import type { Dashboard, Placement } from '@honeyframe/contract/api';
import { Button, Page } from '@honeyframe/sdk/ui';
import { useRef, useState } from 'react';
import { inReadingOrder, type Layout, placeBlock } from './arrange-blocks.ts';
import { ArrangeHandle } from './arrange-handle.tsx';
import { Block } from './block.tsx';
import { toGridArea } from './block-grid.tsx';
import { useArrange } from './use-home-query.ts';

interface ArrangeGridProps {
  readonly dashboard: Dashboard;
  readonly onDone: () => void;
}

/** Home while it is being arranged: drag to move, drag a corner to resize, or do both with the arrow keys. */
export function ArrangeGrid({ dashboard, onDone }: ArrangeGridProps) {
  const { draft, place, rest } = useDraft(dashboard.placements);
  const grid = useRef<HTMLDivElement>(null);
  const arrange = useArrange(dashboard, onDone);
  return (
    <Page
      title="Arrange Home"
      description="Drag a block to move it, and its corner to resize it. With the keyboard: arrow keys move, Shift and arrow keys resize."
      actions={
        <>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button onClick={() => arrange.mutate(draft)} loading={arrange.isPending}>
            Save
          </Button>
        </>
      }
    >
      <div className="hf-grid" data-arranging ref={grid}>
        {inReadingOrder(draft)
          .filter(({ access }) => access.allowed)
          .map((placement) => (
            <div key={placement.id} className="hf-grid-cell" style={toGridArea(placement.layout)}>
              <Block placement={placement} />
              <ArrangeHandle
                title={placement.title}
                layout={placement.layout}
                grid={grid}
                onPlace={(layout) => place(placement.id, layout)}
                onRest={rest}
              />
            </div>
          ))}
      </div>
    </Page>
  );
}

// Where a block is put on its way does not count: every step of a drag starts from where the blocks were before it.
function useDraft(placements: Placement[]) {
  const [{ draft }, setState] = useState({ before: placements, draft: placements });
  const place = (id: string, layout: Layout) =>
    setState(({ before }) => ({ before, draft: placeBlock(before, id, layout) }));
  const rest = () => setState((state) => ({ before: state.draft, draft: state.draft }));
  return { draft, place, rest };
}
