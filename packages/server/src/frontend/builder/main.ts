// The builder process: Vite and the plugins' sources live here, so that the server's memory stays small, and a
// build that hangs or grows can be ended without harm. One job at a time; the parent waits for its reply.
import type { Reply } from './job.ts';
import { jobSchema } from './job.ts';

function send(reply: Reply): void {
  process.send?.(reply);
}

async function perform(message: unknown): Promise<Reply> {
  const job = jobSchema.parse(message);
  if (job.kind === 'shell') {
    const { buildShell } = await import('./build-shell.ts');
    return { kind: 'shell', output: await buildShell(job, (text) => send({ kind: 'progress', text })) };
  }
  const { buildPlugin } = await import('./build-plugin.ts');
  return await buildPlugin(job);
}

process.on('message', async (message) => {
  try {
    send(await perform(message));
  } catch (error) {
    send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
});
