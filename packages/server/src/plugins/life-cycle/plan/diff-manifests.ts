import { isDeepStrictEqual } from 'node:util';
import type { PlanChange, PlanSurface } from '@honeyframe/contract/api';
import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Offer } from '@honeyframe/host';
import { diffSettings } from '../../../settings/index.ts';

/** Something that a version has, by name. */
interface Item {
  readonly surface: PlanSurface;
  readonly name: string;
  readonly detail: string | null;
}

/** What one version brings to the surfaces that its code makes: routes, pages, blocks, models. */
export function diffOffers(before: readonly Offer[], after: readonly Offer[]): PlanChange[] {
  return diffItems(before, after);
}

/** What one version declares beside its code: the sidebar, schedules, settings, and what it calls all that. */
export function diffManifests(
  before: PluginManifest | undefined,
  after: PluginManifest | undefined,
): PlanChange[] {
  const settings = diffSettings(before?.settings, after?.settings);
  return [
    ...diffItems(listNav(before), listNav(after)),
    ...diffItems(listSchedules(before), listSchedules(after)),
    ...settings.map(({ name, change }): PlanChange => ({ surface: 'settings', change, name, detail: null })),
    ...diffTexts(before, after),
  ];
}

function listNav(manifest: PluginManifest | undefined): Item[] {
  return (manifest?.nav ?? []).map(({ label, path, permission }) => ({
    surface: 'nav',
    name: path,
    detail: permission ? `${label}, ${permission}` : label,
  }));
}

function listSchedules(manifest: PluginManifest | undefined): Item[] {
  return (manifest?.schedules ?? []).map(({ name, ...when }, index) => ({
    surface: 'schedules',
    name: name ?? `schedule ${index + 1}`,
    detail: Object.entries(when)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  }));
}

/** Words that changed. What comes or goes with its words is listed where it comes or goes. */
function diffTexts(before: PluginManifest | undefined, after: PluginManifest | undefined): PlanChange[] {
  if (!before || !after) return [];
  const known = new Set(listTexts(before).map(({ name }) => name));
  const kept = listTexts(after).filter(({ name }) => known.has(name));
  return diffItems(listTexts(before), kept).filter(({ change }) => change === 'changed');
}

function listTexts(manifest: PluginManifest): Item[] {
  const { display_name, description, permissions, permission_descriptions, seed_groups } = manifest;
  const texts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['display name', display_name],
    ['description', description],
    // A manifest that an older platform stored has none.
    ...permissions.map((name) => [`permission ${name}`, permission_descriptions?.[name]] as const),
    ...seed_groups.map((group) => [`group ${group.name}`, group.description] as const),
  ];
  return texts.map(([name, text]) => ({ surface: 'texts', name, detail: text || null }));
}

function diffItems(before: readonly Item[], after: readonly Item[]): PlanChange[] {
  const key = ({ surface, name }: Item) => `${surface} ${name}`;
  const known = new Map(before.map((item) => [key(item), item]));
  const wanted = new Set(after.map(key));
  const changes = after.flatMap((item): PlanChange[] => {
    const previous = known.get(key(item));
    if (!previous) return [{ ...item, change: 'added' }];
    if (isDeepStrictEqual(previous.detail, item.detail)) return [];
    return [{ ...item, change: 'changed', detail: `${previous.detail ?? '–'} → ${item.detail ?? '–'}` }];
  });
  const removed = before
    .filter((item) => !wanted.has(key(item)))
    .map((item): PlanChange => ({ ...item, change: 'removed' }));
  return [...changes, ...removed];
}
