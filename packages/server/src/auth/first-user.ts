import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Queries } from '../database/index.ts';
import { generatePassword, hashPassword, requireStrongPassword } from './passwords.ts';

/** Name of the file in DATA_DIR that holds the first password where no terminal can show it. */
const PASSWORD_FILE = 'admin-password';

export interface FirstUserOptions {
  readonly queries: Queries;
  readonly email: string | undefined;
  readonly password: string | undefined;
  /** Makes the first organisation; its groups and permissions are the concern of `orgs`. */
  readonly createOrg: (queries: Queries, ownerId: string) => Promise<void>;
}

export interface FirstUser {
  readonly email: string;
  /** Set when it was generated, which is the only time it can be shown. */
  readonly generated_password: string | undefined;
}

const DEFAULT_EMAIL = 'admin@localhost';

/** On an empty platform: the first account (superadmin) and its organisation. Undefined when there are users already. */
export async function ensureFirstUser(options: FirstUserOptions): Promise<FirstUser | undefined> {
  const email = options.email ?? DEFAULT_EMAIL;
  if (options.password !== undefined) requireStrongPassword(options.password);
  return options.queries.transaction().execute(async (trx) => {
    const existing = await trx.selectFrom('users').select('id').limit(1).executeTakeFirst();
    if (existing) return undefined;
    const generated = options.password === undefined ? generatePassword() : undefined;
    const password_hash = await hashPassword(options.password ?? generated ?? '');
    const user = await trx
      .insertInto('users')
      .values({
        email,
        display_name: 'Administrator',
        password_hash,
        is_superadmin: true,
        must_change_password: generated !== undefined,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await options.createOrg(trx, user.id);
    return { email, generated_password: generated };
  });
}

/** Leaves the generated password where only the operator can read it; {@link forgetPasswordFile} removes it. */
export async function writePasswordFile(dataDir: string, user: FirstUser): Promise<string> {
  const file = path.join(dataDir, PASSWORD_FILE);
  await writeFile(file, `${user.email}\n${user.generated_password}\n`, { mode: 0o600 });
  return file;
}

export async function forgetPasswordFile(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, PASSWORD_FILE), { force: true });
}
