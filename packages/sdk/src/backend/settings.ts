import { PlatformError } from '@honeyframe/contract/errors';
import type { z } from 'zod';

/** What administrators set for the plugin, for the organisation of a request. */
export type Settings = Readonly<Record<string, unknown>>;

/** Reads the plugin's settings of a request, as the shape says. Throws HF_SETTINGS_INCOMPLETE while they do not fit it. */
export type SettingsReader<Shape extends z.ZodType> = (ctx: {
  readonly settings: Settings;
}) => Readonly<z.output<Shape>>;

/**
 * Types `ctx.settings`. The form is the JSON Schema in plugin.yaml; the shape says what this code relies on. Settings
 * that nobody filled in yet answer HF_SETTINGS_INCOMPLETE (503), which names them. Checked once for each change, not for
 * each request. Secrets are not enumerable: they are read by name only, and do not show in what is logged or answered.
 *
 * @example
 * const settings = defineSettings(z.object({ api_url: z.url(), api_key: z.string() }));
 * app.get('/beds', { config: { permission: 'bed.read' } }, ({ ctx }) => fetchBeds(settings(ctx).api_url));
 */
export function defineSettings<Shape extends z.ZodObject>(shape: Shape): SettingsReader<Shape> {
  const parsed = new WeakMap<Settings, Readonly<z.output<Shape>>>();
  return ({ settings }) => {
    const known = parsed.get(settings);
    if (known) return known;
    const result = shape.safeParse(settings);
    if (!result.success) throw describeIncomplete(result.error);
    const read = hideSecrets(result.data, settings);
    parsed.set(settings, read);
    return read;
  };
}

/** Says which, never what: a wrong value may be a secret. */
function describeIncomplete(error: z.ZodError): PlatformError {
  const names = new Set(error.issues.map(({ path }) => String(path[0] ?? 'settings')));
  return new PlatformError('HF_SETTINGS_INCOMPLETE', { details: [...names].join(', ') });
}

function hideSecrets<Values extends Record<string, unknown>>(values: Values, settings: Settings): Values {
  for (const name of Object.keys(values)) {
    const isHidden = Object.getOwnPropertyDescriptor(settings, name)?.enumerable === false;
    if (isHidden) Object.defineProperty(values, name, { enumerable: false });
  }
  return Object.freeze(values);
}
