// The child of one job: imports the job's module, runs its default export, answers, and is ended by the parent.
import { pathToFileURL } from 'node:url';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Reply } from './reply.ts';

interface Order {
  readonly module: string;
  readonly input: unknown;
}

async function perform({ module, input }: Order): Promise<Reply> {
  const { default: run } = await import(pathToFileURL(module).href);
  return { kind: 'done', result: await run(input) };
}

function toReply(error: unknown): Reply {
  if (error instanceof PlatformError) {
    return { kind: 'problem', code: error.code, context: { ...error.context } };
  }
  const message = error instanceof Error ? error.message : String(error);
  // DuckDB's further lines quote the statement.
  return { kind: 'failed', reason: message.split('\n')[0] ?? message };
}

process.once('message', async (order: Order) => {
  process.send?.(await perform(order).catch(toReply));
});
// Without a parent there is nobody to work for.
process.on('disconnect', () => process.exit());
