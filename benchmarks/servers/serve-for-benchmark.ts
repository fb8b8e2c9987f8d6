export interface BenchmarkServer {
  readonly url: string;
  readonly cookie: string;
  readonly close?: () => Promise<void>;
}

/** Tells the parent where the server is, answers its questions for CPU and memory, and ends with it. */
export function serveForBenchmark({ url, cookie, close }: BenchmarkServer): void {
  const end = async (): Promise<void> => {
    await close?.();
    process.exit(0);
  };
  process.on('message', (message) => {
    if (message === 'usage') process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage.rss() });
    if (message === 'heap') process.send?.(measureHeap());
    if (message === 'end') void end();
  });
  process.on('disconnect', () => void end());
  process.send?.({ url, cookie });
}

/** `last-resort` also drops compiled scripts, which V8 keeps for a while in case they are evaluated again. */
function measureHeap(): number {
  const collect = globalThis.gc as ((options: object) => void) | undefined;
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  return process.memoryUsage().heapUsed;
}
