import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineSettings } from './settings.ts';

const shape = z.object({ api_url: z.url(), api_key: z.string(), retries: z.number().default(3) });

function snapshot(values: Record<string, unknown>, secrets: Record<string, unknown> = {}) {
  const settings = { ...values };
  for (const [name, value] of Object.entries(secrets)) Object.defineProperty(settings, name, { value });
  return { settings: Object.freeze(settings) };
}

it('gives the settings of a request in the shape that the code relies on', () => {
  const read = defineSettings(shape);
  const settings = read(snapshot({ api_url: 'https://example.org' }, { api_key: 'hunter2' }));
  expect([settings.api_url, settings.api_key, settings.retries]).toEqual([
    'https://example.org',
    'hunter2',
    3,
  ]);
});

it('keeps secrets out of what is written of the whole', () => {
  const read = defineSettings(shape);
  const settings = read(snapshot({ api_url: 'https://example.org' }, { api_key: 'hunter2' }));
  expect(JSON.stringify({ settings, copy: { ...settings } })).not.toContain('hunter2');
});

it('names the settings that nobody filled in yet', () => {
  const read = defineSettings(shape);
  expect(() => read(snapshot({ api_url: 'no address' }))).toThrow(
    expect.objectContaining({ code: 'HF_SETTINGS_INCOMPLETE', context: { details: 'api_url, api_key' } }),
  );
});

it('checks the same snapshot once', () => {
  const check = vi.fn(() => true);
  const read = defineSettings(z.object({ limit: z.number().refine(check) }));
  const ctx = snapshot({ limit: 1 });
  expect(read(ctx)).toBe(read(ctx));
  expect(check).toHaveBeenCalledTimes(1);
});
