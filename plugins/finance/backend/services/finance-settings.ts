import { defineSettings, z } from '@honeyframe/sdk/backend';

/** What an administrator sets for this plugin; the form is that of plugin.yaml. */
export const financeSettings = defineSettings(
  z.object({ currency: z.string(), fiscal_year_start: z.number() }),
);
