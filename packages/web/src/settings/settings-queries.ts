import type { PluginSettings } from '@honeyframe/contract/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { settingsClient } from '../api/clients.ts';

const keyOf = (slug: string) => ['plugin-settings', slug];

export function useSettingsQuery(slug: string) {
  return useQuery({
    queryKey: keyOf(slug),
    queryFn: ({ signal }) => settingsClient.get({ params: { slug }, signal }),
    // What somebody is typing is not replaced by what came in meanwhile.
    refetchOnWindowFocus: false,
  });
}

export function useSaveSettings(slug: string, onSaved: (settings: PluginSettings) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      settingsClient.change({ params: { slug }, body: { values } }),
    onSuccess: (settings) => {
      client.setQueryData(keyOf(slug), settings);
      onSaved(settings);
    },
  });
}
