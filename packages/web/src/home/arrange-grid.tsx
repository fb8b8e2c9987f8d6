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
  const [draft, setDraft] = useState<Placement[]>(dashboard.placements);
  const grid = useRef<HTMLDivElement>(null);
  const arrange = useArrange(dashboard, onDone);
  const place = (id: string, layout: Layout) => setDraft((blocks) => placeBlock(blocks, id, layout));
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
              />
            </div>
          ))}
      </div>
    </Page>
  );
}
