import type { Workspace } from '@honeyframe/contract/api';
import { Alert, Icon } from '@honeyframe/sdk/ui';

/** What keeps it from being built: where, in dbt's own words, and what it means for readers. */
export function WorkspaceProblem({ workspace }: { readonly workspace: Workspace }) {
  const { state, problem, message, data_as_of } = workspace;
  if (state === 'ready' || state === 'waiting') return null;
  const text = problem?.message ?? message;
  return (
    <Alert
      className="hf-workspace-problem"
      color="red"
      icon={<Icon name="circle-alert" size={18} />}
      title={
        problem ? (
          <code className="hf-mono hf-break">
            {problem.file}:{problem.line}
          </code>
        ) : (
          'It cannot be built'
        )
      }
      role="alert"
    >
      {text ? <pre>{text}</pre> : null}
      {problem?.hint} {data_as_of ? 'Readers still see the tables of the last build that worked.' : null}
    </Alert>
  );
}
