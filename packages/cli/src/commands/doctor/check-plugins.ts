import { createApiClient, pluginsApi, type Send } from '@honeyframe/contract/api';
import { discoverReport } from '@honeyframe/host';
import type { CommandContext } from '../../command-context.ts';
import { findDataDir, findInstallDir } from '../../data-dir.ts';
import { countOf } from '../../output/format-amount.ts';
import { type Finding, ok, problem } from './finding.ts';

/** As the running platform sees them. */
export async function checkPlugins(send: Send): Promise<Finding[]> {
  const { plugins } = await createApiClient(pluginsApi, send).list();
  const broken = plugins.filter(({ errors }) => errors.length > 0);
  return describe(
    plugins.length,
    broken.map(({ name, errors }) => ({ name, error: errors[0] })),
  );
}

/** As a start would find them. */
export async function checkPluginFolders({ env }: CommandContext): Promise<Finding[]> {
  const { plugins } = await discoverReport({
    installDir: findInstallDir(env),
    dataDir: findDataDir(env),
    env,
  });
  const broken = plugins.filter(({ state }) => state === 'invalid');
  return describe(
    plugins.length,
    broken.map(({ slug, diagnostics }) => ({
      name: slug,
      error: diagnostics.find(({ severity }) => severity === 'error'),
    })),
  );
}

interface Broken {
  readonly name: string;
  readonly error: { message: string; file: string; line: number } | undefined;
}

function describe(total: number, broken: readonly Broken[]): Finding[] {
  if (broken.length === 0) return [ok('plugins', `${countOf(total, 'plugin')} without errors`)];
  return broken.map(({ name, error }) =>
    problem(
      'plugins',
      `'${name}': ${error?.message ?? 'it has errors'}`,
      error ? `Correct ${error.file}, line ${error.line}.` : "Run 'honeyframe plugin validate'.",
    ),
  );
}
