import {
  ActionIcon,
  Button,
  Card,
  EmptyState,
  ErrorState,
  formatDate,
  formatRelative,
  Icon,
  notifyError,
  Skeleton,
  Tooltip,
  useDisclosure,
} from '@honeyframe/sdk/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { authClient } from '../api/clients.ts';
import { CreateTokenDialog } from './create-token-dialog.tsx';

type Token = Awaited<ReturnType<typeof authClient.listTokens>>['tokens'][number];

/** Personal access tokens: passwords for scripts and the command line. */
export function TokensCard() {
  const [creating, { open, close }] = useDisclosure(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) => (await authClient.listTokens({ signal })).tokens,
  });
  return (
    <Card
      title="Access tokens"
      description="For scripts and the command line. A token may do what you may do."
      actions={
        <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={open}>
          New token
        </Button>
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={64} /> : null}
      {data?.length === 0 ? <EmptyState icon="key-round" title="No tokens" /> : null}
      <ul className="hf-plain-list">
        {data?.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      {creating ? <CreateTokenDialog onClose={close} /> : null}
    </Card>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => authClient.deleteToken({ params: { id: token.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: (error) => notifyError(error, 'The token was not revoked'),
  });
  const used = token.last_used_at ? `last used ${formatRelative(token.last_used_at)}` : 'never used';
  const ends = token.expires_at ? `ends ${formatDate(token.expires_at)}` : 'never ends';
  return (
    <li className="hf-grant">
      <div>
        <span className="hf-strong">{token.name}</span> <code className="hf-code">{token.prefix}…</code>
        <div className="hf-sub">
          Made {formatDate(token.created_at)}, {used}, {ends}
        </div>
      </div>
      <Tooltip label="Revoke: it stops working at once">
        <ActionIcon
          aria-label={`Revoke ${token.name}`}
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          <Icon name="trash-2" size={15} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
