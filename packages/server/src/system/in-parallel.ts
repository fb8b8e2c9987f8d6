/** Node does file work on four threads; one stays free for requests while hundreds of files are copied. */
const LANES = 3;

/** Maps in order, some at a time; after a failure no further one is begun, and all that were have ended. */
export async function inParallel<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
  lanes = LANES,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let failed = false;
  const lane = async () => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await map(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return results;
}
