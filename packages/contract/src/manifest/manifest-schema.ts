import { z } from 'zod';
import { label, ownSlug, permission, relativePath, slug, version, versionRange } from './manifest-parts.ts';
import { isNavPath } from './nav-path.ts';
import { titleCase } from './plugin-slug.ts';
import { problem } from './problem-name.ts';
import { scheduleSchema } from './schedule-schema.ts';

/** One entry of the sidebar. */
export const navEntrySchema = z
  .object({
    label: label(60).meta({ description: 'What the sidebar shows.' }),
    path: z.string().refine(isNavPath, problem('HF_MANIFEST_NAV_PATH_INVALID')).meta({
      description:
        "'/<name>' or a path below it; '/healthcare/patients' opens '/plugins/healthcare/patients'.",
    }),
    icon: z
      .string()
      .max(60)
      .meta({ description: 'The name of a Lucide icon, such as stethoscope.' })
      .optional(),
    permission: permission
      .meta({ description: 'Who sees the entry; by default whoever may open its page.' })
      .optional(),
  })
  .meta({ description: 'One entry of the sidebar.' });

/** A permission with what it allows, for those who grant it. */
export const describedPermissionSchema = z
  .object({
    name: permission.meta({ description: '<resource>.<action>, such as patient.read.' }),
    description: label(300)
      .meta({ description: 'What it allows, for the administrators who grant it.' })
      .optional(),
  })
  .meta({ description: 'A permission with what it allows.' });

/** A group made in each organisation when the plugin is installed. */
export const seedGroupSchema = z
  .object({
    name: label(64).meta({ description: 'The name of the group, such as clinical_viewer.' }),
    description: label(300).meta({ description: 'What the group is for.' }).optional(),
    permissions: z
      .array(permission)
      .max(500)
      .meta({ description: "What its members may do; each listed in the plugin's 'permissions'." }),
  })
  .meta({ description: 'A group made in each organisation when the plugin is installed.' });

/** What the plugin needs around it. */
export const requiresSchema = z
  .object({
    honeyframe: versionRange.meta({ description: 'Versions of the platform, such as >=0.1.0.' }).optional(),
    plugins: z
      .record(slug, versionRange)
      .meta({
        description:
          "Other plugins and their versions, such as {finance: '>=0.1.0'}; dbt may read their tables.",
      })
      .default({}),
  })
  .meta({ description: 'What the plugin needs around it.' });

/** What a spec must look like is checked by `parseRouterSpec`, once, with the other checks of routers. */
const routerEntry = z.string().meta({
  description:
    "'plugins.<name>.<folder>.<file>:<export>' or './<folder>/<file>.ts:<export>'; resolved to .ts .mts .js .mjs or .py.",
});

const publicRoute = z
  .string()
  .max(250, problem('HF_MANIFEST_PUBLIC_ROUTE_INVALID'))
  .regex(
    /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[^\s?#\\]*$/,
    problem('HF_MANIFEST_PUBLIC_ROUTE_INVALID'),
  );

/** The fields of plugin.yaml as they may be written. */
export const manifestInputSchema = z
  .object({
    name: ownSlug.meta({ description: "The plugin's slug, equal to the name of its folder." }),
    version: version.meta({ description: "The plugin's semantic version, such as 0.1.0." }),
    display_name: label(100)
      .meta({ description: 'What people read; by default the name in title case.' })
      .optional(),
    description: z.string().max(2000).meta({ description: 'What the plugin is for.' }).optional(),
    routers: z
      .array(routerEntry)
      .max(100)
      .meta({ description: 'Backend routers as module:export.' })
      .default([]),
    dbt_workspace: relativePath
      .meta({ description: 'The folder of the dbt project, such as dbt/.' })
      .optional(),
    frontend_entry: relativePath
      .meta({ description: 'The module whose default export is defineFrontend({…}).' })
      .optional(),
    nav: z.array(navEntrySchema).max(100).meta({ description: 'Entries of the sidebar.' }).default([]),
    permissions: z
      .array(z.union([permission, describedPermissionSchema]))
      .max(500)
      .meta({
        description:
          'Permissions as <resource>.<action> that the plugin brings or asks for; with a description as {name, description}.',
      })
      .default([]),
    seed_groups: z
      .array(seedGroupSchema)
      .max(100)
      .meta({ description: 'Groups made in each organisation when the plugin is installed.' })
      .default([]),
    requires: requiresSchema.default({ plugins: {} }),
    public_routes: z
      .array(publicRoute)
      .max(100)
      .meta({ description: "Routes that need no sign-in, as 'GET /status', relative to '/api/<name>'." })
      .default([]),
    migrations: relativePath
      .meta({ description: 'The folder of SQL migrations, such as migrations/.' })
      .optional(),
    schedules: z
      .array(scheduleSchema)
      .max(50)
      .meta({ description: "When the plugin's dbt workspace is built." })
      .default([]),
    settings: z
      .record(z.string(), z.unknown())
      .meta({
        description:
          'A JSON Schema (type: object) of what an administrator sets in a form, for each organisation; secrets have format: password.',
      })
      .optional(),
    isolation: z
      .enum(['inline', 'process'])
      .meta({ description: "Where backend code runs: in the platform's process or in one of its own." })
      .optional(),
  })
  .meta({ title: 'Honeyframe plugin manifest', description: 'plugin.yaml: what a vertical plugin brings.' });

/** The manifest as the platform uses it: the same fields, defaults filled in. */
export const manifestSchema = manifestInputSchema.transform((fields) => ({
  ...fields,
  display_name: fields.display_name ?? titleCase(fields.name),
  permissions: fields.permissions.map((entry) => (typeof entry === 'string' ? entry : entry.name)),
  permission_descriptions: toDescriptions(fields.permissions),
}));

/** What each permission allows, by name, of those that say so. */
function toDescriptions(
  entries: z.output<typeof manifestInputSchema>['permissions'],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.flatMap((entry) =>
      typeof entry === 'string' || entry.description === undefined ? [] : [[entry.name, entry.description]],
    ),
  );
}

/** A plugin's manifest, parsed; lists that were left out are empty. */
export type PluginManifest = z.output<typeof manifestSchema>;
/** An entry of the sidebar. */
export type NavEntry = PluginManifest['nav'][number];
/** A group that the plugin seeds. */
export type SeedGroup = PluginManifest['seed_groups'][number];
/** A schedule of the plugin's dbt workspace. */
export type PluginSchedule = PluginManifest['schedules'][number];
