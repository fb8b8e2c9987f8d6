import path from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { findDataDir, repositoryRoot } from '../../data-dir.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { writePlugin } from './write-plugin.ts';

interface NewOptions extends JsonOption {
  readonly dir?: string;
}

/** `honeyframe plugin new` */
export function registerPluginNew(plugin: Command, context: CommandContext): void {
  plugin
    .command('new')
    .description(
      'Write a small plugin that works: a page, a block, a route, a dbt model, a permission, a test.',
    )
    .argument('<slug>', "the plugin's name: lower-case letters, digits and hyphens")
    .option('--dir <folder>', 'where to write it; left out: plugins/<slug> of the platform')
    .option('--json', 'print the result as JSON')
    .action(async (slug: string, options: NewOptions) => {
      const folder = options.dir
        ? path.resolve(context.cwd, options.dir)
        : path.join(defaultParent(context.env), 'plugins', slug);
      const files = await writePlugin(slug, folder);
      printResult(context, options, { slug, folder, files }, () => describeNextSteps(slug, folder, files));
    });
}

/** A checkout is edited in place; what belongs to an installation would be lost with its next version. */
function defaultParent(env: NodeJS.ProcessEnv): string {
  return env.INSTALL_DIR?.trim() ? findDataDir(env) : repositoryRoot;
}

function describeNextSteps(slug: string, folder: string, files: readonly string[]): string {
  const shown = path.relative(process.cwd(), folder) || '.';
  const place = shown.startsWith('..') ? folder : shown;
  return [
    `Wrote ${place}:`,
    ...files.map((file) => `  ${file}`),
    '',
    'Next:',
    `  1. honeyframe plugin validate ${place}`,
    "  2. Start the platform again: it installs the plugin. With 'npm run dev' its pages reload while you edit.",
    `  3. Open /plugins/${slug}, and read ${path.join(place, 'README.md')}.`,
  ].join('\n');
}
