/** The manifest for authors and their tools: the types of plugin.yaml, its parser and its JSON Schema. */
export {
  type JsonSchema,
  type ManifestPlace,
  manifestJsonSchema,
  type NavEntry,
  type ParsedManifest,
  type PluginManifest,
  type PluginSchedule,
  parseManifest,
  type SeedGroup,
} from '@honeyframe/contract/manifest';
