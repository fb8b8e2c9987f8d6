export { checkSettings } from './check-settings.ts';
export { describeMisfit } from './describe-misfit.ts';
export { isSecretSetting, readSettingFields, settingProperties } from './read-setting-fields.ts';
export {
  type SettingField,
  type SettingFormat,
  settingFieldSchema,
  settingFormatSchemas,
  settingFormats,
} from './setting-field.ts';
