import { notifyError, notifySuccess } from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { warehouseClient } from '../../api/clients.ts';

const key = ['warehouse'];

/** Where the organisation's tables are kept, for whoever may see its builds. */
export function useWarehouseKind() {
  const { data } = useQuery({
    queryKey: [...key, 'kind'],
    queryFn: ({ signal }) => warehouseClient.getWarehouse({ signal }),
    staleTime: 60_000,
  });
  return data?.kind;
}

export function useConnectionQuery() {
  return useQuery({
    queryKey: [...key, 'connection'],
    queryFn: ({ signal }) => warehouseClient.getConnection({ signal }),
  });
}

interface ConnectionOrder {
  readonly url: string;
  readonly root_certificate: string | null;
}

/** Looks at a database without changing anything. */
export function useTestConnection() {
  return useMutation({
    mutationFn: (body: ConnectionOrder) => warehouseClient.testConnection({ body }),
  });
}

export function useSaveConnection(onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConnectionOrder) => warehouseClient.setConnection({ body }),
    onSuccess: async () => {
      notifySuccess('Builds go to this PostgreSQL database now');
      onSaved();
      await client.invalidateQueries();
    },
  });
}

export function useRemoveConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => warehouseClient.removeConnection(),
    onSuccess: async () => {
      notifySuccess('Builds go to files again');
      await client.invalidateQueries();
    },
    onError: (error) => notifyError(error, 'The connection was not removed'),
  });
}
