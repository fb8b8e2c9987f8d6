import { type Kysely, sql } from 'kysely';

const statements = `
-- PEM of the only authorities whose signature on that server's certificate counts; null: those that the platform trusts.
alter table warehouse_connections add column root_certificate text;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
