import { manifestProblems } from '../errors/catalogue/manifest.ts';
import { findProblem, type ProblemCode } from '../errors/index.ts';
import { isRecord } from './manifest-finding.ts';
import { type JsonSchema, manifestJsonSchema } from './manifest-json-schema.ts';

/** The reference page of plugin.yaml in Markdown, written from the schema and the catalogue of problems. */
export function manifestReference(): string {
  const schema = manifestJsonSchema();
  return `${[
    '# plugin.yaml',
    '<!-- Written from packages/contract by its tests (vitest -u); edit the schema, not this page. -->',
    'Editors check it with [manifest.schema.json](manifest.schema.json):',
    '```yaml\n# yaml-language-server: $schema=<platform>/api/plugins/manifest-schema\n```',
    '## Fields',
    renderFields(schema),
    ...nestedFields(schema),
    '## Problems',
    'An error keeps the plugin from loading; a warning does not. All of them are reported in one pass.',
    renderProblems(),
  ].join('\n\n')}\n`;
}

function renderFields(schema: JsonSchema): string {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const rows = Object.entries(propertiesOf(schema)).map(([name, field]) => {
    const need = required.has(name) ? 'required' : '';
    return `| \`${name}\` | ${describeType(field)} | ${need} | ${escapeCell(String(field.description ?? ''))} |`;
  });
  return ['| field | type | | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** A section for each field that has fields of its own. */
function nestedFields(schema: JsonSchema): string[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => {
    const inner = findMapping(isRecord(field.items) ? field.items : field);
    if (Object.keys(propertiesOf(inner)).length === 0) return [];
    return [`### \`${name}\``, String(inner.description ?? field.description ?? ''), renderFields(inner)];
  });
}

/** The way to write a value that has fields of its own. */
function findMapping(field: JsonSchema): JsonSchema {
  return waysOf(field).find((way) => way.type === 'object') ?? field;
}

/** Where a value may be written in several ways. */
function waysOf(field: JsonSchema): readonly JsonSchema[] {
  return Array.isArray(field.anyOf) ? field.anyOf.filter(isRecord) : [];
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  if (!isRecord(schema.properties)) return {};
  return Object.fromEntries(
    Object.entries(schema.properties).filter((entry): entry is [string, JsonSchema] => isRecord(entry[1])),
  );
}

function describeType(field: JsonSchema): string {
  if (Array.isArray(field.enum)) return field.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (waysOf(field).length > 0) return waysOf(field).map(describeType).join(' or ');
  if (field.type === 'array')
    return `list of ${isRecord(field.items) ? describeType(field.items) : 'values'}`;
  return field.type === 'object' ? 'mapping' : 'text';
}

function renderProblems(): string {
  const rows = Object.keys(manifestProblems).map((code) => {
    const { severity = 'error', message, hint } = findProblem(code as ProblemCode);
    return `| \`${code}\` | ${severity} | ${escapeCell(message)} | ${escapeCell(hint)} |`;
  });
  return ['| code | severity | message | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
