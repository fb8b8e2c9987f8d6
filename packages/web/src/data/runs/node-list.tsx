import type { DbtNode, DbtRun } from '@honeyframe/contract/api';
import { EmptyState, formatCount, formatDateTime, formatDuration, Status } from '@honeyframe/sdk/ui';
import { isLive, nodeWords } from './run-words.ts';

interface NodeListProps {
  readonly nodes: readonly DbtNode[];
  readonly run: DbtRun;
  readonly onSelect: (node: DbtNode) => void;
}

/** The steps of a build: tables first, then the checks on them, then the rest. Failed ones say why. */
export function NodeList({ nodes, run, onSelect }: NodeListProps) {
  if (nodes.length === 0) return <NoSteps run={run} />;
  const groups = Map.groupBy(inOrderOfStart(nodes), groupOf);
  return (
    <div className="hf-nodes">
      {groupOrder.map((group) => {
        const members = groups.get(group);
        if (!members) return null;
        const title = formatCount(members.length, group);
        return <NodeGroup key={group} title={title} nodes={members} run={run} onSelect={onSelect} />;
      })}
    </div>
  );
}

const groupOrder = ['table', 'check', 'other step'] as const;
const tableTypes: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

/** Others are what dbt only notes, an exposure say, and hooks. */
function groupOf(node: DbtNode): (typeof groupOrder)[number] {
  if (isTest(node)) return 'check';
  return tableTypes.has(node.resource_type) ? 'table' : 'other step';
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

interface NodeGroupProps extends NodeListProps {
  readonly title: string;
}

function NodeGroup({ title, nodes, run, onSelect }: NodeGroupProps) {
  return (
    <section className="hf-card" data-padding="none">
      <h2 className="hf-nodes-title">{title}</h2>
      <ul className="hf-node-list">
        {nodes.map((node) => (
          <NodeRow key={node.unique_id} node={node} run={run} onSelect={onSelect} />
        ))}
      </ul>
    </section>
  );
}

function NodeRow({
  node,
  run,
  onSelect,
}: { readonly node: DbtNode } & Pick<NodeListProps, 'run' | 'onSelect'>) {
  const { label, tone, icon } = nodeWords[node.state];
  const explains = node.message && ['error', 'fail', 'warn', 'unchanged'].includes(node.state);
  return (
    <li className="hf-node" data-state={node.state}>
      <button type="button" className="hf-node-name" onClick={() => onSelect(node)}>
        {node.name}
      </button>
      <span className="hf-node-kind">{node.materialisation ?? ''}</span>
      <span className="hf-node-rows">{describeRows(node)}</span>
      <Status tone={tone} {...(icon && { icon })}>
        {label}
      </Status>
      <span className="hf-node-time">{node.seconds === null ? '' : formatDuration(node.seconds)}</span>
      {explains ? <NodeMessage node={node} /> : null}
      {node.state === 'skipped' ? <span className="hf-node-unchanged">{describeSkip(node, run)}</span> : null}
    </li>
  );
}

function NodeMessage({ node: { state, message } }: { readonly node: DbtNode }) {
  if (state !== 'unchanged') return <pre className="hf-node-message">{message}</pre>;
  const since = message?.match(/20\d\d-\S+Z/)?.[0];
  return (
    <span className="hf-node-unchanged">
      {since ? `Nothing that it reads has changed since ${formatDateTime(since)}` : message}
    </span>
  );
}

/** dbt comes to a node, with a time, and leaves it out; it comes to none after its end. */
function describeSkip({ finished_at }: DbtNode, { state }: DbtRun): string {
  if (state === 'cancelled') return 'The build was cancelled before it came to this';
  return finished_at
    ? 'Something that it is made of failed, or a check of it'
    : 'The build ended before it came to this';
}

function describeRows(node: DbtNode): string {
  if (node.rows === null) return '';
  const count = formatCount(node.rows, 'row');
  return isTest(node) && node.rows > 0 ? `${count} found` : count;
}
