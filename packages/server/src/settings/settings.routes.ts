import { PlatformError } from '@honeyframe/contract';
import { settingsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/index.ts';
import { bindApi } from '../http/index.ts';
import type { PluginSettings, SettingsOwner } from './plugin-settings.ts';

export interface SettingsRoutesOptions {
  readonly settings: PluginSettings;
  readonly auditLog: AuditLog;
  /** The version of a plugin that serves, when it has settings. */
  readonly findOwner: (slug: string) => SettingsOwner | undefined;
}

export function bindSettingsRoutes(app: FastifyInstance, options: SettingsRoutesOptions): void {
  const { settings, auditLog } = options;
  const requireOwner = (slug: string): SettingsOwner => {
    const owner = options.findOwner(slug);
    if (!owner) throw new PlatformError('HF_SETTINGS_NONE', { plugin: slug.slice(0, 80) });
    return owner;
  };
  bindApi(app, settingsApi, {
    get: ({ params }, { org }) => settings.describe(requireOwner(params.slug), org.id),
    change: async ({ params, body }, { org, user, request }) => {
      const owner = requireOwner(params.slug);
      const change = { orgId: org.id, userId: user.id, input: body.values };
      const { set, removed } = await settings.change(owner, change);
      if (set.length + removed.length > 0) {
        await auditLog.record({
          org_id: org.id,
          actor: { id: user.id, name: user.email },
          action: 'plugin.settings_changed',
          plugin: owner.slug,
          target_type: 'plugin',
          target_id: owner.slug,
          // Names only: a value may be a secret, or say too much of one.
          details: { set, removed },
          request_id: request.id,
          ip: request.ip,
        });
      }
      return settings.describe(owner, org.id);
    },
  });
}
