import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';

/** Everything there is, one line each, so that a difference can be read. */
export interface CrashState {
  readonly answer: string;
  readonly rows: readonly string[];
  readonly files: readonly string[];
}

const schemaFacts = `
select format('role %s of [%s]', r.rolname, (select string_agg(g.rolname, ' ' order by g.rolname) from pg_auth_members m
  join pg_roles g on g.oid = m.roleid where m.member = r.oid)) as line from pg_roles r where starts_with(rolname, $1)
union all select format('schema %s %s', nspname, nspacl) from pg_namespace where nspname !~ '^pg_'
union all select format('relation %s.%s %s %s %s', nspname, relname, relkind, relrowsecurity, relacl)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname like 'plugin\\_%'
union all select format('column %s.%s.%s %s', table_schema, table_name, column_name, column_default)
  from information_schema.columns where table_schema like 'plugin\\_%'
union all select format('policy %s.%s %s %s', schemaname, tablename, policyname, qual) from pg_policies
  where schemaname like 'plugin\\_%'`;

/** Every row of every table of the database, and every fact of plugins' schemas and roles. */
export async function dumpDatabase(url: string, rolePrefix: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{
      name: string;
    }>(`select format('%I.%I', table_schema, table_name) as name
      from information_schema.tables where table_type = 'BASE TABLE'
      and table_schema not in ('pg_catalog', 'information_schema')`);
    const { rows: facts } = await client.query<{ line: string }>(schemaFacts, [rolePrefix]);
    const lines = facts.map(({ line }) => line);
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(
        `select to_jsonb(t)::text as line from ${name} t`,
      );
      lines.push(...rows.map(({ line }) => `${name} ${line}`));
    }
    return lines;
  } finally {
    await client.end();
  }
}

/** Every file and folder, with modes and contents. */
export async function listFiles(root: string): Promise<string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    const place = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, place);
    if (caches.some((cache) => name === cache || name.startsWith(`${cache}/`))) continue;
    const { mode } = await lstat(place);
    const content = entry.isFile() && !changing.has(name) ? await describeContent(place) : '-';
    lines.push(`${name} ${(mode & 0o777).toString(8)} ${content}`);
  }
  return lines.sort();
}

/** What they hold is named by its content, or checked against the files when it is read. */
const caches = ['cache/modules', 'cache/store-fingerprints.json'];
/** Of locks: they name the process. */
const changing = new Set(['lock.pid', 'lock-journal', 'python/lock-journal']);

async function describeContent(place: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(place))
    .digest('hex')
    .slice(0, 16);
}

const moving =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ][\d:.]+(?:\+00:00|Z)?/g;
const counters = /"(id|version)": \d+/g;
const requests = /"request_id": "[^"]*"/g;
/** The queue notes when it was started, and by whom. */
const ofTheQueue = /^honeyframe_jobs\.(instance|version) /;
/** Of whoever looks: it is recorded while he is answered, a moment before or after the dump. */
const ofTheLook = /^honeyframe\.audit_log .*"action": "superadmin\.entered"/;

/** Makes two dumps comparable: ids and times that the database did not have before are only said to be new. */
export function normalise(lines: readonly string[], known: ReadonlySet<string>): string[] {
  const replace = (found: string) => (known.has(found) ? found : '<new>');
  return lines
    .filter((line) => !ofTheQueue.test(line) && !ofTheLook.test(line))
    .map((line) => line.replace(moving, replace).replace(counters, '"$1": <counted>').replace(requests, ''))
    .sort();
}

export function findMoving(lines: readonly string[]): Set<string> {
  return new Set(lines.flatMap((line) => line.match(moving) ?? []));
}
