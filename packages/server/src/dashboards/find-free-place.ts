/** A rectangle of the grid: 12 columns, any number of rows. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const COLUMNS = 12;

/** The first place, from the top and then from the left, where a block of that size covers no other. */
export function findFreePlace(taken: readonly Rectangle[], size: { w: number; h: number }): Rectangle {
  const bottom = Math.max(0, ...taken.map((each) => each.y + each.h));
  for (let y = 0; y < bottom; y += 1) {
    for (let x = 0; x + size.w <= COLUMNS; x += 1) {
      const candidate = { x, y, ...size };
      if (!taken.some((each) => overlap(each, candidate))) return candidate;
    }
  }
  return { x: 0, y: bottom, ...size };
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
