import type { RouterSpec } from '@honeyframe/contract/manifest';
import type { ResolvedRouter } from './discovered-plugin.ts';
import type { PluginInspection } from './plugin-inspection.ts';
import type { FileReading } from './read-file.ts';
import { scanExports } from './scan-exports.ts';

/** Files beyond this are not searched for exports; no router that a person wrote is near it. */
const maxScannedBytes = 256 * 1024;

/** Finds the file of each router, and reports those that have none, several, or one that cannot be right. */
export function resolveRouters(inspection: PluginInspection): ResolvedRouter[] {
  return inspection.claims.routers.flatMap(({ index, router }) => resolveRouter(inspection, router, index));
}

function resolveRouter(inspection: PluginInspection, router: RouterSpec, index: number): ResolvedRouter[] {
  const { folder, report } = inspection;
  const at = ['routers', index];
  const { spec } = router;
  const names = folder.list(folderOf(router.module_path));
  if (names === 'outside') {
    report('HF_MANIFEST_PATH_OUTSIDE', at, { field: `routers[${index}]`, value: spec });
    return [];
  }
  const [file, ...others] = router.candidates.filter((candidate) => names.has(nameOf(candidate)));
  if (file === undefined) {
    report('HF_ROUTER_FILE_MISSING', at, { spec, candidates: describeCandidates(router) });
    return [];
  }
  if (others.length > 0) {
    report('HF_ROUTER_AMBIGUOUS', at, { spec, files: listFiles([file, ...others]) });
    return [];
  }
  return checkFile(inspection, router, file, index);
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), 0));
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function checkFile(
  inspection: PluginInspection,
  router: RouterSpec,
  file: string,
  index: number,
): ResolvedRouter[] {
  const { reading, real } = inspection.folder.read(file, maxScannedBytes);
  const refusal = describeRefusal(reading, router, file, `routers[${index}]`);
  if (refusal) {
    inspection.report(refusal.code, ['routers', index], refusal.context);
    return [];
  }
  if (real === undefined) return [];
  if (reading.outcome === 'read')
    checkExport(inspection, router, file, reading.bytes.toString('utf8'), index);
  return [{ spec: router.spec, file: real, export: router.export, language: languageOf(file) }];
}

function describeRefusal(reading: FileReading, router: RouterSpec, file: string, field: string) {
  const { spec } = router;
  if (reading.outcome === 'missing' || reading.outcome === 'link') {
    return { code: 'HF_ROUTER_FILE_MISSING', context: { spec, candidates: `'${file}'` } } as const;
  }
  if (reading.outcome === 'outside') {
    return { code: 'HF_MANIFEST_PATH_OUTSIDE', context: { field, value: spec } } as const;
  }
  if (reading.outcome === 'unreadable') {
    return { code: 'HF_MANIFEST_UNREADABLE', context: { file, reason: reading.reason } } as const;
  }
  if (reading.outcome === 'not_a_file') {
    return {
      code: 'HF_MANIFEST_TARGET_WRONG_KIND',
      context: { field, value: file, expected: 'a file' },
    } as const;
  }
  return undefined;
}

function checkExport(
  { report }: PluginInspection,
  router: RouterSpec,
  file: string,
  source: string,
  index: number,
): void {
  const exported = scanExports(source, languageOf(file) === 'python' ? 'python' : 'script');
  if (!exported || exported.has(router.export)) return;
  const exports = [...exported].slice(0, 10).join(', ') || 'nothing';
  report('HF_ROUTER_EXPORT_MISSING', ['routers', index], { file, export: router.export, exports });
}

function languageOf(file: string): ResolvedRouter['language'] {
  if (file.endsWith('.py')) return 'python';
  return /\.m?ts$/.test(file) ? 'typescript' : 'javascript';
}

function describeCandidates({ module_path: modulePath, candidates }: RouterSpec): string {
  if (candidates.length === 1) return listFiles(candidates);
  return `'${modulePath}' with ${candidates.map((file) => file.slice(modulePath.length)).join(', ')}`;
}

function listFiles(files: readonly string[]): string {
  return files.map((file) => `'${file}'`).join(', ');
}
