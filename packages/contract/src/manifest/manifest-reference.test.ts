import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestProblems } from '../errors/catalogue/manifest.ts';
import { manifestJsonSchema, manifestReference } from './index.ts';
import { manifestInputSchema } from './manifest-schema.ts';

const reference = path.resolve(import.meta.dirname, '../../../../docs/reference');

describe('the JSON Schema of the manifest', () => {
  it('is the published one', async () => {
    const text = `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(path.join(reference, 'manifest.schema.json'));
  });

  it('describes every field, requires only name and version, and lets newer fields pass', () => {
    const schema = manifestJsonSchema();
    const properties = schema.properties as Record<string, { description?: string }>;
    expect(Object.keys(properties)).toEqual(Object.keys(manifestInputSchema.shape));
    for (const [name, field] of Object.entries(properties)) expect(field.description, name).toBeTruthy();
    expect(schema.required).toEqual(['name', 'version']);
    expect(schema.additionalProperties).toBeUndefined();
  });
});

describe('the reference page of the manifest', () => {
  it('is the published one', async () => {
    await expect(manifestReference()).toMatchFileSnapshot(path.join(reference, 'manifest.md'));
  });
});

describe('the catalogue of manifest problems', () => {
  it('gives every hint as an instruction', () => {
    for (const [code, { hint }] of Object.entries(manifestProblems)) {
      expect(hint, code).toMatch(
        /^(Add|Begin|Choose|Correct|Flatten|Give|Indent|Install|Keep|Mend|Name|Put|Remove|Rename|Replace|Report|Save|Use|Write) /,
      );
    }
  });
});
