import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '@honeyframe/contract';
import { PlatformError } from '@honeyframe/contract/errors';
import { discoverReport, validateFolder } from '@honeyframe/host';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { findDataDir, findInstallDir } from '../../data-dir.ts';
import { countOf } from '../../output/format-amount.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

/** `honeyframe plugin validate`: needs no running platform. */
export function registerPluginValidate(plugin: Command, context: CommandContext): void {
  plugin
    .command('validate')
    .description('Check a plugin without a running platform: exit code 0 valid, 1 errors, 2 wrong usage.')
    .argument('[dir]', "a plugin's folder, or a folder of plugins; left out: every plugin of the platform")
    .option('--json', 'print { ok, diagnostics } as JSON')
    .action(async (dir: string | undefined, options: JsonOption) => {
      const { plugins, diagnostics } = dir
        ? validateWithin(path.resolve(context.cwd, dir), dir)
        : await validateAll(context);
      const ok = diagnostics.every(({ severity }) => severity !== 'error');
      const result = { ok, diagnostics: diagnostics.map(({ plugin: _, ...rest }) => rest) };
      printResult(context, options, result, () => describeFindings(plugins, diagnostics));
      if (!ok) throw new CommandFailed();
    });
}

interface Findings {
  readonly plugins: number;
  readonly diagnostics: readonly Diagnostic[];
}

async function validateAll(context: CommandContext): Promise<Findings> {
  const { env } = context;
  const report = await discoverReport({ installDir: findInstallDir(env), dataDir: findDataDir(env), env });
  const diagnostics = report.plugins.flatMap((plugin) => plugin.diagnostics);
  return { plugins: report.plugins.length, diagnostics: [...report.diagnostics, ...diagnostics] };
}

function validateWithin(folder: string, given: string): Findings {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new PlatformError('HF_CLI_USAGE', { problem: `There is no folder '${given}'` });
  const folders = existsSync(path.join(folder, 'plugin.yaml')) ? [folder] : listPlugins(folder);
  const found = (folders.length > 0 ? folders : [folder]).map((each) => validateFolder(each));
  return { plugins: found.length, diagnostics: found.flatMap(({ diagnostics }) => diagnostics) };
}

function listPlugins(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name))
    .filter((each) => existsSync(path.join(each, 'plugin.yaml')));
}

function describeFindings(plugins: number, diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const lines = diagnostics.map(
    ({ severity, code, message, hint, file, line, column }) =>
      `${file}:${line}:${column} ${severity} ${code}\n  ${message}\n  ${hint}`,
  );
  const sum = `${countOf(plugins, 'plugin')}: ${countOf(count('error'), 'error')}, ${countOf(count('warning'), 'warning')}.`;
  return [...lines, sum].join('\n');
}
