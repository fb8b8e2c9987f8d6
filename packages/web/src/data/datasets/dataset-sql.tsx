import type { DatasetDetails } from '@honeyframe/contract/api';
import { Button, Card, CopyButton, EmptyState, Icon } from '@honeyframe/sdk/ui';
import { SegmentedControl } from '@honeyframe/sdk/ui/form';
import { useState } from 'react';

const versions = [
  { value: 'raw', label: 'As written' },
  { value: 'compiled', label: 'As run' },
];

/** How it is made: the SQL of its author, and what dbt made of it. */
export function DatasetSql({ dataset }: { readonly dataset: DatasetDetails }) {
  const [version, setVersion] = useState('raw');
  const { raw_sql, compiled_sql, file } = dataset;
  if (!raw_sql && !compiled_sql) return <NoSql kind={dataset.kind} />;
  const sql = version === 'compiled' ? compiled_sql : raw_sql;
  return (
    <Card
      title={<code className="hf-mono hf-break">{file ?? 'SQL'}</code>}
      actions={
        <>
          <SegmentedControl
            aria-label="Which SQL"
            size="xs"
            data={versions}
            value={version}
            onChange={setVersion}
          />
          {sql ? <Copy text={sql} /> : null}
        </>
      }
    >
      {sql ? (
        <pre className="hf-code-block">{sql.trim()}</pre>
      ) : (
        <EmptyState icon="hourglass" title="It has not been run yet">
          <p>After the next build of its workspace it is here.</p>
        </EmptyState>
      )}
    </Card>
  );
}

function NoSql({ kind }: Pick<DatasetDetails, 'kind'>) {
  return (
    <div className="hf-card">
      <EmptyState icon="code" title="No SQL makes it">
        <p>
          {kind === 'source'
            ? 'Its rows are imported as they are.'
            : 'Its rows come from a file of the workspace.'}
        </p>
      </EmptyState>
    </div>
  );
}

function Copy({ text }: { readonly text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Icon name={copied ? 'check' : 'copy'} size={13} />}
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  );
}
