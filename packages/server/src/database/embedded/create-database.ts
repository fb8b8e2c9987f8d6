import pg from 'pg';

/** Creates an empty database on the server of a superuser's URL, and returns the URL of the new one. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await runStatement(serverUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  return serverUrl.replace(/\/[^/?]*\?/, `/${encodeURIComponent(name)}?`);
}

/** Ends whatever is connected to a database and removes it; one that is gone already is fine. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await runStatement(serverUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

async function runStatement(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
