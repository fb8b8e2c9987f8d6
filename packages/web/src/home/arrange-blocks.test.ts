import { describe, expect, it } from 'vitest';
import { type Layout, placeBlock } from './arrange-blocks.ts';

const block = (id: string, x: number, y: number, w: number, h: number) => ({ id, layout: { x, y, w, h } });
const places = (blocks: readonly { id: string; layout: Layout }[]) =>
  Object.fromEntries(blocks.map(({ id, layout: { x, y, w, h } }) => [id, [x, y, w, h].join(' ')]));

describe('placeBlock', () => {
  it('makes room below a block that is put on top of another', () => {
    const moved = placeBlock([block('a', 0, 0, 6, 2), block('b', 6, 0, 6, 2)], 'b', {
      x: 0,
      y: 0,
      w: 6,
      h: 2,
    });
    expect(places(moved)).toEqual({ a: '0 2 6 2', b: '0 0 6 2' });
  });

  it('closes the gap that a block leaves', () => {
    const moved = placeBlock([block('a', 0, 0, 4, 2), block('b', 0, 2, 4, 2)], 'a', {
      x: 8,
      y: 0,
      w: 4,
      h: 2,
    });
    expect(places(moved)).toEqual({ a: '8 0 4 2', b: '0 0 4 2' });
  });

  it('keeps every block inside of the twelve columns', () => {
    const moved = placeBlock([block('a', 0, 0, 4, 2)], 'a', { x: 11, y: -3, w: 9, h: 0 });
    expect(places(moved)).toEqual({ a: '3 0 9 1' });
  });

  it('never lets two blocks overlap', () => {
    const start = [
      block('a', 0, 0, 8, 2),
      block('b', 8, 0, 4, 4),
      block('c', 0, 2, 8, 2),
      block('d', 0, 4, 12, 3),
    ];
    const moved = placeBlock(start, 'd', { x: 2, y: 1, w: 10, h: 2 });
    const cells = moved.flatMap(({ layout: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
