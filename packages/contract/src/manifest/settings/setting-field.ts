import { z } from 'zod';

/** Formats of texts that a form has a field for and the server checks; any other one is not looked at. */
export const settingFormats = ['email', 'uri', 'date', 'time', 'date-time', 'password'] as const;
/** A format of a text. */
export type SettingFormat = (typeof settingFormats)[number];

/** What a text must look like; a password is any text. */
export const settingFormatSchemas: Readonly<Record<SettingFormat, z.ZodType>> = {
  email: z.email(),
  uri: z.url(),
  date: z.iso.date(),
  time: z.iso.time(),
  'date-time': z.iso.datetime({ offset: true }),
  password: z.string(),
};

const bound = z.number().nullable();

/** One field of a settings form, read from a property of the plugin's `settings`. */
export const settingFieldSchema = z.object({
  name: z.string(),
  kind: z.enum(['text', 'number', 'integer', 'switch', 'choice', 'list']),
  /** The name in words where the schema has no title. */
  title: z.string(),
  description: z.string(),
  required: z.boolean(),
  /** Kept encrypted, and never sent back. */
  secret: z.boolean(),
  format: z.enum(settingFormats).nullable(),
  choices: z.array(z.union([z.string(), z.number()])).nullable(),
  /** What holds while nobody sets anything; null where there is none. */
  default: z.unknown(),
  minimum: bound,
  maximum: bound,
  min_length: bound,
  max_length: bound,
  min_items: bound,
  max_items: bound,
  pattern: z.string().nullable(),
});
/** One field of a settings form. */
export type SettingField = z.output<typeof settingFieldSchema>;
