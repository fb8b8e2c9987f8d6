import { createProcessContext } from './command-context.ts';
import { createProgram } from './create-program.ts';
import { reportFailure } from './report-failure.ts';

const context = createProcessContext();
// `honeyframe … | head` ends the reader first; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  await createProgram(context).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, context, process.argv.includes('--json'));
}
