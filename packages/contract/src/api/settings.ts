import { z } from 'zod';
import { settingFieldSchema } from '../manifest/settings/setting-field.ts';
import { defineApi } from './endpoint.ts';
import { timeSchema } from './shapes.ts';

const problemSchema = z.object({
  /** The setting; empty where the whole is meant. */
  name: z.string(),
  /** The end of a sentence that begins with the setting's title; it never holds the value. */
  message: z.string(),
});
export type SettingProblem = z.infer<typeof problemSchema>;

export const pluginSettingsSchema = z.object({
  plugin: z.string(),
  display_name: z.string(),
  /** The form, in the order of plugin.yaml. */
  fields: z.array(settingFieldSchema),
  /** The JSON Schema as the plugin declares it. */
  schema: z.record(z.string(), z.unknown()),
  /** What was set, without defaults and without secrets. */
  values: z.record(z.string(), z.unknown()),
  /** `unreadable`: stored under another secret key; has to be set again. */
  secrets: z.record(z.string(), z.enum(['set', 'unset', 'unreadable'])),
  /** What keeps the plugin from being set up: missing values, and those that a newer version no longer takes. */
  problems: z.array(problemSchema),
  updated_at: timeSchema.nullable(),
  updated_by: z.string().nullable(),
});
export type PluginSettings = z.infer<typeof pluginSettingsSchema>;

const params = z.object({ slug: z.string() });

export const settingsApi = defineApi({
  get: {
    method: 'GET',
    path: '/api/plugins/:slug/settings',
    access: 'org.admin',
    summary: "A plugin's settings in this organisation; of secrets only whether they are set.",
    params,
    output: pluginSettingsSchema,
    errors: ['HF_SETTINGS_NONE'],
  },
  change: {
    method: 'PUT',
    path: '/api/plugins/:slug/settings',
    access: 'org.admin',
    summary: 'Set some settings of a plugin: what is left out stays, null takes a value away.',
    params,
    body: z.object({ values: z.record(z.string(), z.unknown()) }),
    output: pluginSettingsSchema,
    errors: ['HF_SETTINGS_NONE', 'HF_SETTINGS_INVALID'],
  },
});
