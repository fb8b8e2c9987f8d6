import { statSync } from 'node:fs';
import path from 'node:path';
import { targetFields } from '@honeyframe/contract/manifest';
import type { PluginInspection } from './plugin-inspection.ts';
import { type InsideResult, resolveInside } from './resolve-inside.ts';
import { describeSystemError } from './system-error.ts';

const expectations = { dbt_workspace: 'a folder', frontend_entry: 'a file', migrations: 'a folder' } as const;

/** Checks that the folders and files that the manifest names exist inside the plugin. */
export function checkTargets(inspection: PluginInspection): void {
  const { claims, root } = inspection;
  for (const field of targetFields) {
    const value = claims.targets[field];
    if (value === undefined) continue;
    const target = resolveInside(root, path.join(root, value));
    reportTarget(inspection, field, value, expectations[field], target);
  }
}

function reportTarget(
  { report }: PluginInspection,
  field: string,
  value: string,
  expected: string,
  target: InsideResult,
): void {
  const context = { field, value, expected };
  if (target.outcome === 'missing') report('HF_MANIFEST_TARGET_MISSING', [field], context);
  else if (target.outcome === 'outside') report('HF_MANIFEST_PATH_OUTSIDE', [field], context);
  else if (target.outcome === 'unreadable') {
    report('HF_MANIFEST_UNREADABLE', [field], { file: value, reason: target.reason });
  } else {
    try {
      const stats = statSync(target.real);
      const fits = expected === 'a folder' ? stats.isDirectory() : stats.isFile();
      if (!fits) report('HF_MANIFEST_TARGET_WRONG_KIND', [field], context);
    } catch (error) {
      report('HF_MANIFEST_UNREADABLE', [field], { file: value, reason: describeSystemError(error) });
    }
  }
}
