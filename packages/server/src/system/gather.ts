/**
 * One piece of work for all who ask for it while it is busy: who asks meanwhile is served together with the others by the
 * next call, which begins after they asked. A failure is everybody's whom that call served.
 */
export function gather<T>(work: (items: readonly T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  const start = (): Promise<void> => {
    const items = waiting;
    waiting = [];
    next = undefined;
    running = work(items);
    return running;
  };
  return (item) => {
    waiting.push(item);
    next ??= running.catch(() => {}).then(start);
    return next;
  };
}
