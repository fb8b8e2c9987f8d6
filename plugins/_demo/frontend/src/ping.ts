import { usePluginQuery } from '@honeyframe/sdk/frontend';

export interface Pong {
  readonly message: string;
  readonly user: string;
  readonly org: string;
}

/** Asks this plugin's one route, `GET /api/_demo/ping`. */
export function usePing() {
  return usePluginQuery<Pong>('/ping');
}
