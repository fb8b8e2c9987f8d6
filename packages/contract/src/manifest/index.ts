export { closestName } from './closest-name.ts';
export { type FolderClaims, type NavClaim, targetFields } from './folder-claims.ts';
export { type JsonSchema, manifestJsonSchema } from './manifest-json-schema.ts';
export { manifestReference } from './manifest-reference.ts';
export {
  manifestInputSchema,
  manifestSchema,
  type NavEntry,
  type PluginManifest,
  type PluginSchedule,
  type SeedGroup,
} from './manifest-schema.ts';
export { type ManifestPlace, type ParsedManifest, parseManifest } from './parse-manifest.ts';
export { isPluginSlug, slugMaxLength, slugPattern, suggestSlug, titleCase } from './plugin-slug.ts';
export { findPathProblem, normalizeRelativePath, type PathProblem } from './relative-path.ts';
export { isReservedSlug, reservedSlugs } from './reserved-slugs.ts';
export {
  namesPlugin,
  parseRouterSpec,
  type RouterSpec,
  type RouterSpecProblem,
  type RouterSpecResult,
  routerExtensions,
} from './router-spec.ts';
export {
  describeMisfit,
  isSecretSetting,
  readSettingFields,
  type SettingField,
  type SettingFormat,
  settingFieldSchema,
  settingFormatSchemas,
  settingFormats,
  settingProperties,
} from './settings/index.ts';
export type { FieldPath, Position, Positions } from './yaml-positions.ts';
export { maxManifestBytes, readYaml, type YamlReading } from './yaml-source.ts';
