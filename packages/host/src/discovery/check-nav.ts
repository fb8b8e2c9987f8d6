import { closestName } from '@honeyframe/contract/manifest';
import type { PluginInspection } from './plugin-inspection.ts';
import { answersPath, scanPages } from './scan-pages.ts';

/** Entries beyond this are not searched for pages. */
const maxScannedBytes = 256 * 1024;

/** Warns about entries of the sidebar that no page answers. */
export function checkNavPages(inspection: PluginInspection): void {
  const { claims, report } = inspection;
  if (claims.nav.length === 0) return;
  const pages = readPages(inspection);
  if (!pages) return;
  for (const { index, path: value, page } of claims.nav) {
    if (page === undefined || answersPath(pages, page)) continue;
    report('HF_MANIFEST_NAV_WITHOUT_PAGE', ['nav', index, 'path'], { value, page: page || '/' });
  }
}

/** The pages of the frontend; none without an entry, undefined when its text does not tell. */
function readPages({ claims, folder }: PluginInspection): readonly string[] | undefined {
  const { frontend_entry: entry } = claims.targets;
  if (entry === undefined) return claims.has_frontend ? undefined : [];
  const { reading } = folder.read(entry, maxScannedBytes);
  return reading.outcome === 'read' ? scanPages(reading.bytes.toString('utf8')) : undefined;
}

/** Warns about icons that cannot be shown. */
export function checkNavIcons({ claims, options, report }: PluginInspection): void {
  const { knownIcons } = options;
  if (!knownIcons) return;
  for (const { index, icon } of claims.nav) {
    if (icon === undefined || knownIcons.has(icon)) continue;
    const suggestion = closestName(icon, knownIcons);
    const code = suggestion === undefined ? 'HF_MANIFEST_ICON_UNKNOWN' : 'HF_MANIFEST_ICON_MISSPELT';
    report(code, ['nav', index, 'icon'], { value: icon, suggestion });
  }
}
