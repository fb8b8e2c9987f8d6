import { targetFields } from '@honeyframe/contract/manifest';
import type { FoundEntry } from './plugin-folder.ts';
import type { PluginInspection } from './plugin-inspection.ts';

const expectations = { dbt_workspace: 'a folder', frontend_entry: 'a file', migrations: 'a folder' } as const;

/** Checks that the folders and files that the manifest names exist inside the plugin. */
export function checkTargets(inspection: PluginInspection): void {
  const { claims, folder } = inspection;
  for (const field of targetFields) {
    const value = claims.targets[field];
    if (value === undefined || (field === 'frontend_entry' && isPrebuilt(inspection, value))) continue;
    reportTarget(inspection, field, value, folder.find(value));
  }
}

/** An author may ship what was built, `frontend/dist/bundle.json`, instead of the sources. */
function isPrebuilt({ folder }: PluginInspection, entry: string): boolean {
  const parts = entry.replace(/^\.\//, '').split('/');
  const frontend = parts.length > 1 ? `${parts[0]}/` : '';
  const bundle = folder.find(`${frontend}dist/bundle.json`);
  return folder.find(entry).outcome === 'missing' && bundle.outcome === 'found' && bundle.stats.isFile();
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
