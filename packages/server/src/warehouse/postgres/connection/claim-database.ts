import { PlatformError } from '@honeyframe/contract';
import type { ClientBase } from 'pg';
import { quoteName } from '../../sql-text.ts';
import { NOTES_SCHEMA } from '../walls/schema-names.ts';

const notes = quoteName(NOTES_SCHEMA);

/**
 * Writes whose a database is into the database itself, so that two organisations cannot build in one, by whatever
 * address they reach it. @returns the id that it is known by. Throws HF_WAREHOUSE_CONNECTION_UNFIT.
 */
export async function claimDatabase(client: ClientBase, orgId: string): Promise<string> {
  await client.query(`
    create schema if not exists ${notes};
    create table if not exists ${notes}.owner (
      org_id uuid not null, database_id uuid not null default gen_random_uuid(), one boolean primary key default true check (one));
    create table if not exists ${notes}.mirrors (
      name text primary key, file_id uuid not null, mirrored_at timestamptz not null default now())`);
  await client.query(`insert into ${notes}.owner (org_id) values ($1) on conflict do nothing`, [orgId]);
  const { rows } = await client.query<{ org_id: string; database_id: string }>(
    `select org_id, database_id from ${notes}.owner`,
  );
  const [owner] = rows;
  if (owner?.org_id === orgId) return owner.database_id;
  throw new PlatformError('HF_WAREHOUSE_CONNECTION_UNFIT', {
    problems: 'another organisation builds in it',
  });
}
