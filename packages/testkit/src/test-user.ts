import {
  type ApiClient,
  type ApiTable,
  accessApi,
  authApi,
  createApiClient,
  peopleApi,
  type Session,
} from '@honeyframe/contract/api';

/** Somebody who is signed in to a test platform. */
export interface TestUser {
  readonly session: Session;
  /** The `Cookie` header of this user's requests. */
  readonly cookie: string;
  /** A request with this user's cookie, through the network like a browser's. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Functions of an API table, called as this user. Throws ApiError. */
  client<T extends ApiTable>(table: T): ApiClient<T>;
}

/** Signs in with a password. Throws ApiError. */
export async function signIn(baseUrl: string, email: string, password: string): Promise<TestUser> {
  let cookie = '';
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookie) headers.set('cookie', cookie);
    const response = await fetch(new URL(path, baseUrl), { ...init, headers });
    const fresh = response.headers.getSetCookie()[0]?.split(';')[0];
    if (fresh) cookie = fresh;
    return response;
  };
  const session = await createApiClient(authApi, send).signIn({ body: { email, password } });
  return { session, cookie, fetch: send, client: (table) => createApiClient(table, send) };
}

/** Creates an account with a password of its own choice, a member of the named groups. */
export async function createMember(
  admin: TestUser,
  baseUrl: string,
  { email, groups = [] }: { email: string; groups?: readonly string[] },
): Promise<TestUser> {
  const access = admin.client(accessApi);
  const known = (await access.listGroups()).groups;
  const group_ids = groups.map((name) => {
    const group = known.find((candidate) => candidate.name === name);
    if (!group)
      throw new Error(
        `There is no group '${name}'; there are: ${known.map((each) => each.name).join(', ')}.`,
      );
    return group.id;
  });
  const people = admin.client(peopleApi);
  const { generated_password } = await people.createUser({ body: { email, group_ids } });
  const generated = generated_password ?? '';
  const password = `${generated}-chosen`;
  const user = await signIn(baseUrl, email, generated);
  await user
    .client(authApi)
    .changePassword({ body: { current_password: generated, new_password: password } });
  return signIn(baseUrl, email, password);
}
