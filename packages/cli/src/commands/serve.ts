import type { Command } from 'commander';

interface ServeOptions {
  readonly dev?: boolean;
}

/** `honeyframe serve`: beside `restore` the only command that loads the server. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Run the platform until it is told to stop.')
    .option('--dev', 'reload pages while their sources are edited')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('@honeyframe/server');
      await serve({
        env: process.env,
        mode: options.dev ? 'development' : 'production',
        terminal: process.stdout.isTTY === true,
      });
    });
}
