import { statSync } from 'node:fs';
import path from 'node:path';
import type { PluginInspection } from './plugin-inspection.ts';
import { type InsideResult, resolveInside } from './resolve-inside.ts';
import { describeSystemError } from './system-error.ts';

const targets = [
  { field: 'dbt_workspace', expected: 'a folder' },
  { field: 'frontend_entry', expected: 'a file' },
  { field: 'migrations', expected: 'a folder' },
] as const;

/** Checks that the folders and files that the manifest names exist inside the plugin. */
export function checkTargets(inspection: PluginInspection): void {
  const { manifest, root } = inspection;
  for (const { field, expected } of targets) {
    const value = manifest[field];
    if (value === undefined) continue;
    reportTarget(inspection, field, value, expected, resolveInside(root, path.join(root, value)));
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
