export { diffSettings, type SettingChange } from './diff-settings.ts';
export { createPluginSettings, type PluginSettings, type SettingsOwner } from './plugin-settings.ts';
export type { RequestSettings } from './request-settings.ts';
export { createSecretBox, type SecretBox } from './secret-box.ts';
export { bindSettingsRoutes } from './settings.routes.ts';
export { removeSettings } from './settings-store.ts';
export { settingsTraces } from './settings-traces.ts';
