import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';

/** One line for each thing that there is, whatever it is. */
export type Inventory = readonly string[];

const queries: Readonly<Record<string, string>> = {
  schema: 'select nspname as name from pg_namespace',
  relation: `select n.nspname || '.' || relname || ' ' || relkind::text || ' of ' || pg_get_userbyid(relowner) as name
    from pg_class c join pg_namespace n on n.oid = relnamespace`,
  column: `select format('%s.%s.%s %s', n.nspname, relname, attname, atttypid::regtype) as name from pg_attribute a
    join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
    where attnum > 0 and not attisdropped`,
  function: `select format('%s.%s(%s)', n.nspname, proname, pg_get_function_identity_arguments(p.oid)) as name
    from pg_proc p join pg_namespace n on n.oid = pronamespace`,
  type: `select n.nspname || '.' || typname as name from pg_type join pg_namespace n on n.oid = typnamespace`,
  trigger: 'select tgname || tgrelid::regclass as name from pg_trigger',
  policy: 'select polname || polrelid::regclass as name from pg_policy',
  constraint: 'select conname || conrelid::regclass as name from pg_constraint',
  privilege: `select relname || ' ' || relacl::text as name from pg_class where relacl is not null`,
  event: 'select evtname as name from pg_event_trigger',
  extension: 'select extname as name from pg_extension',
};

/** Roles belong to the whole server; a database's carry its prefix. */
const roleQuery = `select rolname as name from pg_roles where rolname like
  'hf\\_' || substr(encode(sha256(current_database()::bytea), 'hex'), 1, 6) || '\\_%'`;

/** Tables whose rows are not compared. */
const moving: Readonly<Record<string, string>> = {
  'honeyframe.audit_log': 'the record of what was done stays, and only grows',
  'honeyframe.sessions': 'people sign in',
  'honeyframe_jobs.instance': 'processes that pg-boss has seen',
  'honeyframe_jobs.version': 'when pg-boss last looked after its tables',
  'honeyframe_jobs.queue': 'pg-boss counts its jobs',
  'honeyframe_jobs.job': 'a delivered job, which holds the id of a run, is removed by pg-boss an hour later',
  'honeyframe_jobs.job_common': 'the same',
};

/** When somebody last signed in, when a folder was last looked at. */
const times = /"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00"/g;

/** Everything in a database: each object of the catalogue, and each row of each table. */
export async function listDatabase(url: string): Promise<Inventory> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const lines: string[] = [];
    for (const [kind, query] of Object.entries({ ...queries, role: roleQuery })) {
      const { rows } = await client.query<{ name: string }>(query);
      lines.push(...rows.map(({ name }) => `${kind} ${name}`).filter((line) => !isSystem(line)));
    }
    return [...lines, ...(await listRows(client))].sort();
  } finally {
    await client.end();
  }
}

async function listRows(client: Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    if (name in moving) continue;
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    lines.push(...rows.map(({ row }) => `row ${name} ${row.replace(times, '<time>')}`));
  }
  return lines;
}

function isSystem(line: string): boolean {
  return /pg_catalog|information_schema|pg_toast|pg_temp/.test(line);
}

/** Files whose content moves by itself, or remembers when a folder was last hashed; that they are there is compared. */
const movingFiles = /^(logs|secrets)\/|^lock-journal$|\.lock$/;
const memories = /^cache\/store-fingerprints\.json$/;

/** Everything below a folder, with the content of files. */
export async function listFolder(root: string): Promise<Inventory> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const place = path.join(entry.parentPath, entry.name);
      const name = path.relative(root, place);
      if (entry.isSymbolicLink()) return `link ${name} ${await readlink(place)}`;
      // Of builds under way; the first makes it, and a start removes it.
      if (name === 'warehouse/.drafts') return [];
      if (!entry.isFile()) return `folder ${name}`;
      if (movingFiles.test(name)) return `file ${name}`;
      const content = await readFile(place);
      if (memories.test(name)) return content.includes('all-in') ? `file ${name} about it` : [];
      return `file ${name} ${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
    }),
  );
  return lines.flat().sort();
}

/** What is there now and was not before, and the other way round. */
export function compareInventories(before: Inventory, after: Inventory) {
  const [old, fresh] = [new Set(before), new Set(after)];
  return {
    left: after.filter((line) => !old.has(line)),
    lost: before.filter((line) => !fresh.has(line)),
  };
}
