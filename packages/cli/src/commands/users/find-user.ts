import { createApiClient, type Member, peopleApi, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';

/** Throws HF_CLI_USER_UNKNOWN when nobody in the organisation has this address. */
export async function findUser(send: Send, email: string): Promise<Member> {
  const { users } = await createApiClient(peopleApi, send).listUsers();
  const member = users.find((each) => each.email.toLowerCase() === email.toLowerCase());
  if (!member) throw new PlatformError('HF_CLI_USER_UNKNOWN', { email });
  return member;
}
