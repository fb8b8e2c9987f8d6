/** A browser's requests without a browser: one session, and what a page refers to. */
export interface Visitor {
  /** Loads a page, the scripts and styles it names, what the shell asks for at once, and the plugins' entries. */
  open(page: string): Promise<void>;
  /** JSON of an address that must answer 200. */
  read(url: string): Promise<unknown>;
  /** Status of an address; the body is read and dropped. */
  status(url: string): Promise<number>;
}

export async function signIn(
  baseUrl: string,
  account: { email: string; password: string },
): Promise<Visitor> {
  const response = await fetch(new URL('/api/auth/sign-in', baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const get = (url: string): Promise<Response> => fetch(new URL(url, baseUrl), { headers: { cookie } });
  const status = async (url: string): Promise<number> => {
    const answer = await get(url);
    await answer.arrayBuffer();
    return answer.status;
  };
  const read = async (url: string): Promise<unknown> => {
    const answer = await get(url);
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    status,
    read,
    open: async (page) => {
      const html = await (await get(page)).text();
      const assets = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, url = '']) => url);
      const { plugins } = (await read('/api/shell')) as {
        plugins: readonly { entry: string; styles: readonly string[] }[];
      };
      const entries = plugins.flatMap((plugin) => [plugin.entry, ...plugin.styles]);
      await Promise.all([...assets, ...entries].map(status));
    },
  };
}
