import { expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const box = createSecretBox(Buffer.alloc(32, 1));
const place = { plugin: 'weather', orgId: 'org-1', name: 'api_key' };

it('opens what it sealed at its place', () => {
  expect(box.open(place, box.seal(place, 'Grüße, 🐝'))).toBe('Grüße, 🐝');
});

it('seals the same secret differently each time', () => {
  expect(box.seal(place, 'hunter2')).not.toBe(box.seal(place, 'hunter2'));
});

it.each([
  ['another plugin', { ...place, plugin: 'traffic' }],
  ['another organisation', { ...place, orgId: 'org-2' }],
  ['another name', { ...place, name: 'old_key' }],
])('does not open a secret that was moved to %s', (_, other) => {
  expect(box.open(other, box.seal(place, 'hunter2'))).toBeUndefined();
});

it('does not open with another key, or what was changed or is no secret', () => {
  const sealed = box.seal(place, 'hunter2');
  expect(createSecretBox(Buffer.alloc(32, 2)).open(place, sealed)).toBeUndefined();
  expect(box.open(place, `${sealed.slice(0, -2)}xx`)).toBeUndefined();
  for (const text of ['', 'v1.', 'hunter2', 'v1.AAAA']) expect(box.open(place, text)).toBeUndefined();
});
