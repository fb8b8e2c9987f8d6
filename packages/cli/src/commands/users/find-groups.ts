import { accessApi, createApiClient, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';

/** For options that may be given several times. */
export function collectNames(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

/** Ids of the groups of these names. Throws HF_CLI_GROUP_UNKNOWN. */
export async function findGroups(send: Send, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { groups } = await createApiClient(accessApi, send).listGroups();
  return names.map((name) => {
    const found = groups.find((group) => group.name.toLowerCase() === name.toLowerCase());
    if (found) return found.id;
    throw new PlatformError('HF_CLI_GROUP_UNKNOWN', {
      group: name,
      known: groups.map((group) => `'${group.name}'`).join(', '),
    });
  });
}
