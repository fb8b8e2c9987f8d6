import { usePermission } from '@honeyframe/sdk/frontend';
import { useQuery } from '@tanstack/react-query';
import { dbtClient } from '../../api/clients.ts';

/** Workspaces to choose from; one that came with the address stays visible, whether or not it is known. */
export function useWorkspaceOptions(chosen: string) {
  const mayList = usePermission('dbt.read');
  const { data } = useQuery({
    queryKey: ['dbt', 'workspaces'],
    queryFn: ({ signal }) => dbtClient.listWorkspaces({ signal }),
    enabled: mayList,
  });
  const options =
    data?.workspaces.map(({ slug, display_name }) => ({ value: slug, label: display_name })) ?? [];
  if (chosen === '' || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: chosen }];
}
