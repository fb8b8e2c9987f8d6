import { z } from 'zod';

/**
 * What a step does to the groups and grants of an organisation. `notes` change nothing: they say what is left alone, and
 * why.
 */
export const seedChangeKinds = {
  /** A new group of the plugin. */
  group_created: 'change',
  /** An untouched group that the plugin no longer brings goes, with its seeded grants. */
  group_removed: 'change',
  /** A group that the plugin no longer brings, and that people or administrators made theirs, becomes the organisation's. */
  group_released: 'change',
  /** A group that was given to the organisation is the plugin's again. */
  group_readopted: 'change',
  /** The new version seeds a permission into one of its groups. */
  permission_added: 'change',
  /** What was seeded and is no longer wanted goes. */
  permission_removed: 'change',
  /** An administrator's grant goes, only because the permission itself does. */
  grant_lost: 'change',
  /** The organisation has a group of that name; it is not taken over. */
  group_name_taken: 'note',
  /** An administrator deleted the group; it is not created again. */
  group_deleted: 'note',
  /** An administrator renamed the group; it is followed. */
  group_followed: 'note',
  /** The permission waits for approval, and is seeded then. */
  permission_pending: 'note',
  /** An administrator revoked what was seeded; it is not given back. */
  revocation_kept: 'note',
  /** An administrator's own grant, which stays his whatever the plugin seeds. */
  grant_kept: 'note',
} as const;

export type SeedChangeKind = keyof typeof seedChangeKinds;

export const seedChangeSchema = z.object({
  org_id: z.string(),
  /** The organisation's slug. */
  org: z.string(),
  kind: z.enum(Object.keys(seedChangeKinds) as [SeedChangeKind, ...SeedChangeKind[]]),
  /** `new:<name>` for a group that is to be created; null where there is none. */
  group_id: z.string().nullable(),
  /** The name that the group has in the organisation. */
  group: z.string(),
  permission: z.string().optional(),
  /** Of a grant for one object. */
  target_id: z.string().optional(),
  /** One sentence for people. */
  detail: z.string(),
});
/** One change of an organisation's groups or grants, or a note about what stays. */
export type SeedChange = z.infer<typeof seedChangeSchema>;

export const accessChangeSchema = z.object({
  org_id: z.string(),
  user_id: z.string(),
  email: z.string(),
  permission: z.string(),
  change: z.enum(['gains', 'loses']),
  /** The group that grants it afterwards, or granted it before. */
  through: z.string(),
  /** The only object for which it is gained or lost. */
  target_id: z.string().optional(),
});
/** Somebody whose effective permissions change; superadmins may do everything and are not listed. */
export type AccessChange = z.infer<typeof accessChangeSchema>;

export const permissionHolderSchema = z.object({
  org_id: z.string(),
  org: z.string(),
  group_id: z.string(),
  group: z.string(),
  /** Whether it is granted for single objects only. */
  scoped: z.boolean(),
  members: z.number().int(),
});
/** A group that grants a permission. */
export type PermissionHolder = z.infer<typeof permissionHolderSchema>;

export const permissionChangeSchema = z.object({
  permission: z.string(),
  /** What it allows, in its owner's words; empty where nobody says. */
  description: z.string(),
  /**
   * `added` and `removed`: in the catalogue; `handed_over`: to a plugin that shares it; `requested`: belongs to somebody
   * else; `withdrawn`: a request or an approval that the plugin no longer needs.
   */
  kind: z.enum(['added', 'removed', 'handed_over', 'requested', 'withdrawn']),
  /** `platform` or a plugin's slug. */
  owner: z.string(),
  /** Of a request, as it is decided. */
  state: z.enum(['pending', 'approved', 'refused']).nullable(),
  /** Other plugins that declare the name too. */
  wanted_by: z.array(z.string()),
  /** Who holds it now. */
  holders: z.array(permissionHolderSchema),
});
/** What a step does to one name of the catalogue. */
export type PermissionChange = z.infer<typeof permissionChangeSchema>;
