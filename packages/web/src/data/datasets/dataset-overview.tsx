import type { DatasetDetails } from '@honeyframe/contract/api';
import {
  ActionIcon,
  Badge,
  Card,
  CopyButton,
  EmptyState,
  Fields,
  formatDateTime,
  formatNumber,
  formatRelative,
  Icon,
  Tooltip,
} from '@honeyframe/sdk/ui';
import { Link } from 'react-router';
import { Word } from './dataset-cells.tsx';
import { describeKind, describeQuality } from './dataset-words.ts';
import { Documentation } from './documentation.tsx';

interface DatasetOverviewProps {
  readonly dataset: DatasetDetails;
}

/** The facts, and what its author says about it. */
export function DatasetOverview({ dataset }: DatasetOverviewProps) {
  return (
    <div className="hf-dataset-overview">
      <div className="hf-card hf-run-facts">
        <Facts dataset={dataset} />
      </div>
      <Card title="What it holds">
        {dataset.documentation.trim() ? (
          <Documentation text={dataset.documentation} />
        ) : (
          <EmptyState icon="file-text" title="Nobody has described it yet">
            <p>Its author can, with a description in the workspace’s YAML files.</p>
          </EmptyState>
        )}
      </Card>
    </div>
  );
}

function Facts({ dataset }: DatasetOverviewProps) {
  const { relation, owner_name, workspace, file, row_count, data_as_of, tags, tests } = dataset;
  return (
    <Fields
      columns={4}
      items={[
        { label: 'Name in SQL', value: <Relation name={relation} /> },
        { label: 'What it is', value: describeKind(dataset) },
        { label: 'Rows', value: row_count === null ? null : formatNumber(row_count) },
        { label: 'Fresh', value: data_as_of ? <Age at={data_as_of} /> : 'Not yet' },
        { label: 'Quality', value: <Word word={describeQuality(tests)} /> },
        { label: 'Belongs to', value: owner_name },
        {
          label: 'Workspace',
          value: (
            <Link to={`/data/datasets?workspace=${encodeURIComponent(workspace)}`} className="hf-link">
              {workspace}
            </Link>
          ),
        },
        { label: 'File', value: file ? <code className="hf-code hf-break">{file}</code> : null },
        { label: 'Tags', value: tags.length > 0 ? <Tags tags={tags} /> : null },
      ].filter(({ value }) => value !== null)}
    />
  );
}

function Age({ at }: { readonly at: string }) {
  return (
    <Tooltip label={formatDateTime(at)}>
      <time dateTime={at}>{formatRelative(at)}</time>
    </Tooltip>
  );
}

function Relation({ name }: { readonly name: string }) {
  return (
    <span className="hf-relation">
      <code className="hf-code hf-break">{name}</code>
      <CopyButton value={name}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={copied ? 'Copied' : 'Copy the name'}
            onClick={copy}
          >
            <Icon name={copied ? 'check' : 'copy'} size={13} />
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="hf-names">
      {tags.map((tag) => (
        <Badge key={tag} variant="light" tt="none">
          {tag}
        </Badge>
      ))}
    </span>
  );
}
