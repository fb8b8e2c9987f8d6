import type { DbtNode, DbtRun } from '@honeyframe/contract/api';
import { EmptyState, formatCount, formatDuration, formatNumber, Status } from '@honeyframe/sdk/ui';
import { isLive, nodeWords } from './run-words.ts';

interface NodeListProps {
  readonly nodes: readonly DbtNode[];
  readonly run: DbtRun;
}

/** The steps of a build: tables first, then the checks on them. Failed ones say why. */
export function NodeList({ nodes, run }: NodeListProps) {
  if (nodes.length === 0) return <NoSteps run={run} />;
  const tests = inOrderOfStart(nodes.filter(isTest));
  const tables = inOrderOfStart(nodes.filter((node) => !isTest(node)));
  return (
    <div className="hf-nodes">
      {tables.length > 0 ? <NodeGroup title={formatCount(tables.length, 'table')} nodes={tables} /> : null}
      {tests.length > 0 ? <NodeGroup title={formatCount(tests.length, 'check')} nodes={tests} /> : null}
    </div>
  );
}

function isTest({ resource_type }: DbtNode): boolean {
  return resource_type.endsWith('test');
}

// What waits stays below, so that the eye can follow the line between done and to do.
function inOrderOfStart(nodes: readonly DbtNode[]): DbtNode[] {
  const startOf = ({ started_at }: DbtNode) =>
    started_at ? Date.parse(started_at) : Number.MAX_SAFE_INTEGER;
  return nodes.toSorted((a, b) => startOf(a) - startOf(b));
}

function NoSteps({ run }: { readonly run: DbtRun }) {
  const live = isLive(run.state);
  return (
    <EmptyState
      icon={live ? 'hourglass' : 'layers'}
      title={live ? 'Working out the steps…' : 'This build had no steps'}
    >
      {live ? <p>They appear as soon as the build has read its tables.</p> : null}
    </EmptyState>
  );
}

function NodeGroup({ title, nodes }: { readonly title: string; readonly nodes: readonly DbtNode[] }) {
  return (
    <section className="hf-card" data-padding="none">
      <h2 className="hf-nodes-title">{title}</h2>
      <ul className="hf-node-list">
        {nodes.map((node) => (
          <NodeRow key={node.unique_id} node={node} />
        ))}
      </ul>
    </section>
  );
}

function NodeRow({ node }: { readonly node: DbtNode }) {
  const { label, tone, icon } = nodeWords[node.state];
  const explains = node.message && ['error', 'fail', 'warn'].includes(node.state);
  return (
    <li className="hf-node" data-state={node.state}>
      <span className="hf-node-name">{node.name}</span>
      <span className="hf-node-kind">{node.materialisation ?? ''}</span>
      <span className="hf-node-rows">{node.rows === null ? '' : `${formatNumber(node.rows)} rows`}</span>
      <Status tone={tone} {...(icon && { icon })}>
        {label}
      </Status>
      <span className="hf-node-time">{node.seconds === null ? '' : formatDuration(node.seconds)}</span>
      {explains ? <pre className="hf-node-message">{node.message}</pre> : null}
    </li>
  );
}
