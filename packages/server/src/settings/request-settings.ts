import type { JsonSchema, PluginManifest } from '@honeyframe/contract/manifest';
import type { FastifyRequest } from 'fastify';
import type { SettingsSnapshot, SettingsSnapshots } from './settings-snapshots.ts';

/** Gives each request of a plugin that has settings one snapshot of them; others are not touched. */
export interface RequestSettings {
  /** What to do with each request of a plugin after the gate; undefined for a plugin without settings. */
  prepare(
    manifest: Pick<PluginManifest, 'name' | 'settings'>,
  ): ((request: FastifyRequest) => Promise<void> | undefined) | undefined;
  of(request: FastifyRequest): SettingsSnapshot;
}

const none: SettingsSnapshot = Object.freeze({});

export function createRequestSettings(
  snapshots: SettingsSnapshots,
  requireUsable: (plugin: string, schema: JsonSchema) => void,
): RequestSettings {
  const prepared = new WeakMap<FastifyRequest, SettingsSnapshot>();
  return {
    prepare: ({ name, settings: schema }) => {
      if (!schema) return undefined;
      // Found out before the plugin serves, not by its first caller.
      requireUsable(name, schema);
      return (request) => {
        const orgId = request.caller?.org?.id;
        if (orgId === undefined) return undefined;
        const kept = snapshots.peek(name, orgId, schema);
        if (!kept)
          return snapshots.load(name, orgId, schema).then((loaded) => void prepared.set(request, loaded));
        prepared.set(request, kept);
        return undefined;
      };
    },
    of: (request) => prepared.get(request) ?? none,
  };
}
