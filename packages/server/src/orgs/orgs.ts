import { PlatformError, systemGroups } from '@honeyframe/contract';
import type { Org } from '@honeyframe/contract/api';
import type { AccessChanges } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';

export interface NewOrg {
  readonly slug: string;
  readonly name: string;
  /** Becomes its first administrator. */
  readonly owner_id: string;
}

/** Called within the transaction that makes an organisation: installed plugins seed their groups, Home is made. */
export type OrgSeeder = (queries: Queries, org: Org) => Promise<void>;

export interface Orgs {
  list(): Promise<Org[]>;
  /** Throws HF_ORG_NOT_FOUND. */
  findBySlug(slug: string): Promise<Org>;
  /** With its system groups and all that the registered seeders add, in one transaction. */
  create(org: NewOrg): Promise<Org>;
  /** The same within a transaction that the caller already has. */
  createWithin(queries: Queries, org: NewOrg): Promise<Org>;
  /** @returns the disposer. */
  addSeeder(seeder: OrgSeeder): () => void;
}

export function createOrgs(queries: Queries, changes: AccessChanges): Orgs {
  const seeders = new Set<OrgSeeder>();
  const createWithin = async (trx: Queries, { slug, name, owner_id }: NewOrg): Promise<Org> => {
    const taken = await trx.selectFrom('orgs').select('id').where('slug', '=', slug).executeTakeFirst();
    if (taken) throw new PlatformError('HF_CORE_CONFLICT', { what: `An organisation '${slug}'` });
    const org = await trx
      .insertInto('orgs')
      .values({ slug, name })
      .returning(['id', 'slug', 'name'])
      .executeTakeFirstOrThrow();
    await trx.insertInto('user_orgs').values({ user_id: owner_id, org_id: org.id }).execute();
    await createSystemGroups(trx, org.id, owner_id);
    for (const seed of seeders) await seed(trx, org);
    return org;
  };
  return {
    list: () => queries.selectFrom('orgs').select(['id', 'slug', 'name']).orderBy('created_at').execute(),
    findBySlug: async (slug) => {
      const org = await queries
        .selectFrom('orgs')
        .select(['id', 'slug', 'name'])
        .where('slug', '=', slug)
        .executeTakeFirst();
      if (!org) throw new PlatformError('HF_ORG_NOT_FOUND', { org: slug });
      return org;
    },
    create: async (org) => {
      const created = await queries.transaction().execute((trx) => createWithin(trx, org));
      changes.announce();
      return created;
    },
    createWithin,
    addSeeder: (seeder) => {
      seeders.add(seeder);
      return () => void seeders.delete(seeder);
    },
  };
}

async function createSystemGroups(queries: Queries, orgId: string, ownerId: string): Promise<void> {
  for (const { key, name, description, permissions } of systemGroups) {
    const group = await queries
      .insertInto('groups')
      .values({ org_id: orgId, name, description, owner: 'system', system_key: key })
      .returning('id')
      .executeTakeFirstOrThrow();
    await queries
      .insertInto('group_permissions')
      .values(
        permissions.map((permission_type) => ({
          group_id: group.id,
          permission_type,
          origin: 'system' as const,
        })),
      )
      .execute();
    if (key === 'org_admins') {
      await queries.insertInto('user_groups').values({ group_id: group.id, user_id: ownerId }).execute();
    }
  }
}
