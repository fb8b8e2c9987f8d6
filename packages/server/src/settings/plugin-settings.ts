import { PlatformError } from '@honeyframe/contract';
import type { PluginSettings as SettingsAnswer } from '@honeyframe/contract/api';
import type { JsonSchema } from '@honeyframe/contract/manifest';
import type { FastifyBaseLogger } from 'fastify';
import type { AccessChanges } from '../auth/index.ts';
import type { Database } from '../database/index.ts';
import { changeSettings } from './change-settings.ts';
import { createRequestSettings, type RequestSettings } from './request-settings.ts';
import { type ResolvedSettings, resolveSettings } from './resolve-settings.ts';
import { createSecretBox } from './secret-box.ts';
import { createSettingsSchemas, type SettingsSchema } from './settings-schema.ts';
import { createSettingsSnapshots } from './settings-snapshots.ts';
import {
  lockSettings,
  readSettings,
  type SettingsKey,
  type StoredSettings,
  writeSettings,
} from './settings-store.ts';

export interface PluginSettingsOptions {
  readonly database: Database;
  readonly changes: AccessChanges;
  readonly secretKey: Buffer;
  readonly log: FastifyBaseLogger;
}

/** A plugin that has settings. */
export interface SettingsOwner {
  readonly slug: string;
  readonly display_name: string;
  readonly schema: JsonSchema;
}

/** What administrators set for plugins, each organisation for itself. */
export interface PluginSettings {
  describe(owner: SettingsOwner, orgId: string): Promise<SettingsAnswer>;
  /** Throws HF_SETTINGS_INVALID. @returns the names that were set and those that were taken away. */
  change(
    owner: SettingsOwner,
    change: { readonly orgId: string; readonly userId: string; readonly input: Record<string, unknown> },
  ): Promise<{ set: readonly string[]; removed: readonly string[] }>;
  readonly requests: RequestSettings;
}

/** More is no setting but a file. */
const LIMIT_BYTES = 64 * 1024;

function requireStorable(input: Record<string, unknown>): void {
  const text = JSON.stringify(input);
  if (text.length > LIMIT_BYTES) throw new PlatformError('HF_CORE_PAYLOAD_TOO_LARGE', { limit: '64 kB' });
  // PostgreSQL stores no such character.
  if (text.includes('\\u0000'))
    throw new PlatformError('HF_CORE_INPUT_INVALID', { details: 'a text holds a null character' });
}

export function createPluginSettings(options: PluginSettingsOptions): PluginSettings {
  const { database, changes, log } = options;
  const { queries } = database;
  const box = createSecretBox(options.secretKey);
  const compile = createSettingsSchemas();
  const snapshots = createSettingsSnapshots(changes, async (plugin, orgId, schema) => {
    const key = { plugin, orgId };
    const resolved = resolveSettings(box, compile(plugin, schema), key, await readSettings(queries, key));
    for (const name of resolved.unreadable) log.error({ plugin, setting: name }, UNREADABLE);
    return resolved.snapshot;
  });
  return {
    requests: createRequestSettings(snapshots, compile),
    describe: async (owner, orgId) => {
      const schema = compile(owner.slug, owner.schema);
      const key = { plugin: owner.slug, orgId };
      const stored = await readSettings(queries, key);
      return toAnswer(owner, schema, { stored, resolved: resolveSettings(box, schema, key, stored) });
    },
    change: async (owner, { orgId, userId, input }) => {
      requireStorable(input);
      const schema = compile(owner.slug, owner.schema);
      const key: SettingsKey = { plugin: owner.slug, orgId };
      const changed = await queries.transaction().execute(async (trx) => {
        const stored = await lockSettings(trx, key);
        const resolved = resolveSettings(box, schema, key, stored);
        const next = changeSettings(box, schema, key, { stored, resolved, input });
        if (next.set.length + next.removed.length > 0) await writeSettings(trx, key, next, userId);
        return next;
      });
      changes.announceSettings();
      return changed;
    },
  };
}

const UNREADABLE = 'a secret was stored under another secret key; it has to be set again';

function toAnswer(
  { slug, display_name }: SettingsOwner,
  { schema, fields, secretNames }: SettingsSchema,
  { stored, resolved }: { stored: StoredSettings; resolved: ResolvedSettings },
): SettingsAnswer {
  const stateOf = (name: string) => {
    if (resolved.unreadable.has(name)) return 'unreadable';
    return Object.hasOwn(resolved.secrets, name) ? 'set' : 'unset';
  };
  return {
    plugin: slug,
    display_name,
    fields: [...fields],
    schema,
    values: { ...resolved.values },
    secrets: Object.fromEntries([...secretNames].map((name) => [name, stateOf(name)])),
    problems: [...resolved.problems],
    updated_at: stored.updated_at?.toISOString() ?? null,
    updated_by: stored.updated_by,
  };
}
