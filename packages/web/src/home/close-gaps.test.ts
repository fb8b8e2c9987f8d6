import { describe, expect, it } from 'vitest';
import { closeGaps } from './close-gaps.ts';

const block = (id: string, x: number, y: number, w: number, h: number) => ({ id, layout: { x, y, w, h } });
const places = (blocks: ReturnType<typeof closeGaps>) =>
  blocks.map(({ id, layout: { x, y, w, h } }) => [id, x, y, w, h].join(' '));

describe('closeGaps', () => {
  it('widens what is left of a row to the whole width', () => {
    expect(places(closeGaps([block('kpi', 3, 0, 9, 2), block('visits', 0, 2, 6, 4)]))).toEqual([
      'kpi 0 0 12 2',
      'visits 0 2 12 4',
    ]);
  });

  it('moves rows up over one that is gone', () => {
    expect(places(closeGaps([block('a', 0, 4, 12, 2)]))).toEqual(['a 0 0 12 2']);
  });

  it('keeps the proportions within a row, and leaves a full one as it is', () => {
    const narrow = [block('a', 0, 0, 3, 2), block('b', 6, 0, 6, 2)];
    const full = [block('c', 0, 2, 4, 4), block('d', 4, 2, 8, 4)];
    expect(places(closeGaps([...narrow, ...full]))).toEqual([
      'a 0 0 4 2',
      'b 4 0 8 2',
      'c 0 2 4 4',
      'd 4 2 8 4',
    ]);
  });
});
