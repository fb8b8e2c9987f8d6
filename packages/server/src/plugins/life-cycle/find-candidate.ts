import { PlatformError } from '@honeyframe/contract';
import type { StepRequest } from '@honeyframe/contract/api';
import { validateFolder } from '@honeyframe/host';
import type { Queries } from '../../database/index.ts';
import { type InstallablePlugin, type PluginRecord, toInstallable } from '../plugin-record.ts';
import type { PluginCode, PluginVersion } from './plugin-code.ts';
import type { StepMode } from './ready-step.ts';
import type { StepActor } from './step-actor.ts';
import type { Uploads } from './uploads.ts';

export interface CandidateOptions {
  readonly request: StepRequest;
  readonly actor: StepActor;
  readonly mode: StepMode;
  readonly queries: Queries;
  readonly code: PluginCode;
  readonly uploads: Uploads;
  readonly record: PluginRecord | undefined;
}

/** The version that a request means. Throws HF_PLUGIN_*, HF_STORE_*. */
export async function findCandidate(options: CandidateOptions): Promise<PluginVersion> {
  const { request, code, record, actor, mode } = options;
  if (request.upload !== undefined) return options.uploads.find(request.upload);
  if (request.step === 'roll_back') return findEarlier(options);
  if (request.folder !== undefined) {
    if (!actor.isOperator) throw new PlatformError('HF_PLUGIN_FOLDER_FORBIDDEN', { folder: request.folder });
    return useFolder(requireValid(validateFolder(request.folder)), code, mode);
  }
  if (!record) throw createUnknown(request.plugin);
  return useFolder(requireValid(record.discovered), code, mode);
}

export function createUnknown(plugin: string | undefined): PlatformError {
  return new PlatformError('HF_PLUGIN_UNKNOWN', { plugin: plugin ?? '', place: '<DATA_DIR>/plugins' });
}

async function useFolder(
  plugin: InstallablePlugin,
  code: PluginCode,
  mode: StepMode,
): Promise<PluginVersion> {
  if (mode === 'take') return code.take(plugin);
  return { plugin, generation: await code.identify(plugin), origin: plugin.root };
}

function requireValid(discovered: PluginRecord['discovered']): InstallablePlugin {
  const plugin = toInstallable(discovered);
  if (plugin) return plugin;
  const problem = discovered.diagnostics.find(({ severity }) => severity === 'error');
  const reason = problem
    ? `${problem.file}:${problem.line}:${problem.column} ${problem.message}`
    : `it is ${discovered.state}`;
  throw new PlatformError('HF_PLUGIN_STEP_BLOCKED', { plugin: discovered.slug, step: 'install', reason });
}

/** The generation that is named, else the one that ran before. */
async function findEarlier({ request, record, queries, code }: CandidateOptions): Promise<PluginVersion> {
  const running = record?.running;
  if (!record || !running) throw createUnknown(request.plugin);
  const { slug, source } = running.plugin;
  const rows = await queries
    .selectFrom('plugin_generations')
    .select('generation')
    .where('plugin', '=', slug)
    .where('generation', '!=', running.generation)
    .orderBy('activated_at', 'desc')
    .execute();
  const wanted = request.generation ?? rows[0]?.generation;
  const isKnown = rows.some(({ generation }) => generation === wanted);
  const version = wanted !== undefined && isKnown ? await code.find(slug, wanted, source) : undefined;
  if (!version) {
    const reason = wanted === undefined ? 'no earlier version is kept' : `there is no version '${wanted}'`;
    throw new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', { plugin: slug, step: 'roll_back', reason });
  }
  return { ...version, origin: record.discovered.root };
}
