import { useQuery } from '@tanstack/react-query';
import { pluginsClient } from '../api/clients.ts';

const STARTING_MS = 1_500;

/** Every plugin folder; asked again soon while one is starting. */
export function usePluginsQuery() {
  return useQuery({
    queryKey: ['plugins'],
    queryFn: async ({ signal }) => (await pluginsClient.list({ signal })).plugins,
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => state === 'starting') ? STARTING_MS : false,
  });
}
