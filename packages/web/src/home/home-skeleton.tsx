import { Skeleton } from '@honeyframe/sdk/ui';
import { toGridArea } from './block-grid.tsx';

const outline = [
  { x: 0, y: 0, w: 8, h: 2 },
  { x: 8, y: 0, w: 4, h: 2 },
  { x: 0, y: 2, w: 6, h: 4 },
  { x: 6, y: 2, w: 6, h: 4 },
];

export function HomeSkeleton() {
  return (
    <div className="hf-grid" role="status" aria-label="Loading Home">
      {outline.map((layout) => (
        <div key={`${layout.x} ${layout.y}`} className="hf-grid-cell" style={toGridArea(layout)}>
          <Skeleton height="100%" radius="lg" />
        </div>
      ))}
    </div>
  );
}
