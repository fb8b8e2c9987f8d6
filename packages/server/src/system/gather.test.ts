import { expect, it } from 'vitest';
import { gather } from './gather.ts';

/** Work that ends when it is told to, and remembers what it was given. */
function createWork() {
  const calls: { readonly items: readonly string[]; end(): void; fail(error: Error): void }[] = [];
  const work = (items: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    calls.push({ items, end: resolve, fail: reject });
    return promise;
  };
  return { calls, ask: gather(work) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('serves together who ask while it is busy, by a call that begins afterwards', async () => {
  const { calls, ask } = createWork();
  const first = ask('a');
  await turn();
  const others = Promise.all([ask('b'), ask('c')]);
  await turn();
  expect(calls.map(({ items }) => items)).toEqual([['a']]);
  calls[0]?.end();
  await first;
  await turn();
  expect(calls.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
  calls[1]?.end();
  await others;
});

it('fails for those whom the call served, and goes on with the next', async () => {
  const { calls, ask } = createWork();
  const first = ask('a').catch((error: Error) => error.message);
  await turn();
  const second = ask('b');
  calls[0]?.fail(new Error('no disk'));
  expect(await first).toBe('no disk');
  await turn();
  calls[1]?.end();
  await expect(second).resolves.toBeUndefined();
});
