import { readFile, stat } from 'node:fs/promises';
import { PlatformError } from '@honeyframe/contract/errors';

/** An operating-system account under which the database runs. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that exist on nearly every machine and own nothing of value, best first. */
const accountNames = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root; undefined means that the current user will do.
 * A database that exists keeps the account that owns it.
 */
export async function chooseAccount(dataFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner && owner.uid !== 0) {
    const known = [...accounts.values()].find((account) => account.uid === owner.uid);
    return known ?? { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  const chosen = accountNames
    .map((name) => accounts.get(name))
    .find((account) => account && account.uid !== 0);
  if (chosen) return chosen;
  throw new PlatformError('HF_SYSTEM_POSTGRES_NO_ACCOUNT', { accounts: "'postgres' and 'nobody'" });
}

function parseAccounts(passwd: string): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid) continue;
    // macOS writes nobody's id as -2; the kernel means the unsigned number.
    accounts.set(name, { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 });
  }
  return accounts;
}
