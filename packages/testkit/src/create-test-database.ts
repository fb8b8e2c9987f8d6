import { randomUUID } from 'node:crypto';
import { createDatabase, dropDatabase } from '@honeyframe/server';
import { inject } from 'vitest';

/** An empty database that nobody else uses. */
export interface TestDatabase {
  /** The superuser's connection to it. */
  readonly url: string;
  /** Ends whatever is still connected and removes it. */
  drop(): Promise<void>;
}

/** Creates an empty database of its own name on the PostgreSQL of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  return {
    url: await createDatabase(serverUrl, name),
    drop: () => dropDatabase(serverUrl, name),
  };
}
