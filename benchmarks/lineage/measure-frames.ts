import type { Page } from 'playwright-core';

export interface Frames {
  readonly count: number;
  /** Milliseconds between two frames. */
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

const STEPS = 40;

/** Times between frames while somebody drags the picture about, up close and from afar, and zooms. */
export async function measureFrames(page: Page): Promise<Record<'near' | 'zoom' | 'far', Frames>> {
  const box = await page.locator('.hf-lineage-canvas').boundingBox();
  if (!box) throw new Error('the picture is not there');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const drag = async () => {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    for (let step = 1; step <= STEPS; step += 1)
      await page.mouse.move(middle.x - step * 6, middle.y - step * 4);
    await page.mouse.up();
  };
  const zoomOut = async () => {
    await page.mouse.move(middle.x, middle.y);
    for (let step = 0; step < STEPS / 2; step += 1) await page.mouse.wheel(0, 120);
  };
  return {
    near: await watchFrames(page, drag),
    zoom: await watchFrames(page, zoomOut),
    far: await watchFrames(page, drag),
  };
}

async function watchFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
  // As text: it is the browser's.
  await page.evaluate(`(() => {
    const frames = (window.benchFrames = []);
    let last = performance.now();
    const tick = (now) => {
      frames.push(now - last);
      last = now;
      if (window.benchFrames === frames) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  })()`);
  await act();
  const frames = await page.evaluate<number[]>(
    '(() => { const frames = window.benchFrames; window.benchFrames = undefined; return frames; })()',
  );
  const sorted = frames.slice(1).sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), longest: at(1) };
}
