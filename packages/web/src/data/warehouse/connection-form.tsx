import type { WarehouseTest } from '@honeyframe/contract/api';
import { Alert, Button, describeError, Group, Stack, Textarea } from '@honeyframe/sdk/ui';
import { TextInput } from '@honeyframe/sdk/ui/form';
import { type FormEvent, useState } from 'react';
import { useSaveConnection, useTestConnection } from './warehouse-queries.ts';

interface ConnectionFormProps {
  /** Without its password, which the server keeps while the rest stays the same. */
  readonly url: string;
  readonly rootCertificate: string;
}

/** Names a database, after a look at it if one likes; saving looks in any case. */
export function ConnectionForm(before: ConnectionFormProps) {
  const [url, setUrl] = useState(before.url);
  const [certificate, setCertificate] = useState(before.rootCertificate);
  const test = useTestConnection();
  const save = useSaveConnection(() => test.reset());
  const error = save.error ?? test.error;
  const order = { url, root_certificate: certificate.trim() || null };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(order);
  };
  const isEmpty = url.trim() === '';
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Address of the database"
          description="The role needs CREATEROLE, and CREATE on the database. The password is kept encrypted and never shown again."
          placeholder="postgres://role:password@db.example.org/warehouse?sslmode=verify-full"
          autoComplete="off"
          spellCheck={false}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Textarea
          label="Root certificate"
          description="PEM of the authority that signed the server's certificate, where that is none that everybody trusts. For sslmode verify-full and verify-ca."
          placeholder="-----BEGIN CERTIFICATE-----"
          autosize
          maxRows={6}
          spellCheck={false}
          value={certificate}
          onChange={(event) => setCertificate(event.currentTarget.value)}
        />
        {error ? <Failure error={error} /> : null}
        {test.data && !error ? <Verdict test={test.data} /> : null}
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={test.isPending}
            disabled={isEmpty}
            onClick={() => {
              save.reset();
              test.mutate(order);
            }}
          >
            Test the connection
          </Button>
          <Button type="submit" loading={save.isPending} disabled={isEmpty}>
            Build here
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, hint } = describeError(error);
  return (
    <Alert color="red" title={message}>
      {hint}
    </Alert>
  );
}

function Verdict({ test: { ok, server_version, problems } }: { readonly test: WarehouseTest }) {
  if (ok) return <Alert color="green" title={`PostgreSQL ${server_version ?? ''} is ready for builds`} />;
  return (
    <Alert color="yellow" title="Nothing can be built there yet">
      <ul>
        {problems.map(({ message, hint }) => (
          <li key={message}>
            {message}. {hint}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
