import { z } from 'zod';
import type { WarehouseFile } from '../../warehouse/index.ts';
import type { Workspace } from '../workspaces/index.ts';

const inputsSchema = z.object({
  /** Hash of the workspace's files. */
  workspace_version: z.string().nullable(),
  /** Id of the published version that the run began with; null where there was none. */
  base: z.string().nullable(),
  /** Id of the version of each file that it read, by name. */
  sources: z.record(z.string(), z.string()),
});

/** What the outcome of a run depends on. */
export type RunInputs = z.infer<typeof inputsSchema>;

export function describeInputs(
  workspace: Workspace,
  current: WarehouseFile | undefined,
  sources: readonly WarehouseFile[],
): RunInputs {
  return {
    workspace_version: workspace.staged?.hash ?? null,
    base: current?.id ?? null,
    sources: Object.fromEntries(sources.map(({ name, id }) => [name, id])),
  };
}

/** Undefined for runs of before inputs were recorded, and for those that ended before they read anything. */
export function parseInputs(stored: unknown): RunInputs | undefined {
  return inputsSchema.safeParse(stored).data;
}

/** What has changed between two runs, in words; undefined where nothing has. */
export function findChangedInput(before: RunInputs, after: RunInputs): string | undefined {
  if (before.workspace_version !== after.workspace_version) return 'the workspace has changed since';
  if (before.base !== after.base) return 'its tables were published anew or rolled back since';
  const names = new Set([...Object.keys(before.sources), ...Object.keys(after.sources)]);
  const changed = [...names].filter((name) => before.sources[name] !== after.sources[name]).sort();
  return changed.length > 0 ? `there is newer data of '${changed.join("', '")}'` : undefined;
}
