import { targetFields } from '@honeyframe/contract/manifest';
import type { FoundEntry } from './plugin-folder.ts';
import type { PluginInspection } from './plugin-inspection.ts';

const expectations = { dbt_workspace: 'a folder', frontend_entry: 'a file', migrations: 'a folder' } as const;

/** Checks that the folders and files that the manifest names exist inside the plugin. */
export function checkTargets(inspection: PluginInspection): void {
  const { claims, folder } = inspection;
  for (const field of targetFields) {
    const value = claims.targets[field];
    if (value !== undefined) reportTarget(inspection, field, value, folder.find(value));
  }
}

function reportTarget(
  { report }: PluginInspection,
  field: (typeof targetFields)[number],
  value: string,
  found: FoundEntry,
): void {
  const expected = expectations[field];
  const context = { field, value, expected };
  if (found.outcome === 'missing') report('HF_MANIFEST_TARGET_MISSING', [field], context);
  else if (found.outcome === 'outside') report('HF_MANIFEST_PATH_OUTSIDE', [field], context);
  else if (found.outcome === 'unreadable') {
    report('HF_MANIFEST_UNREADABLE', [field], { file: value, reason: found.reason });
  } else if (found.outcome === 'found') {
    const { stats } = found;
    const fits = expected === 'a folder' ? stats.isDirectory() : stats.isFile();
    if (!fits) report('HF_MANIFEST_TARGET_WRONG_KIND', [field], context);
  }
}
