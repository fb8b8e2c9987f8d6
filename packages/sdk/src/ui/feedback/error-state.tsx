import { ApiError } from '@honeyframe/contract/api';
import { Button } from '@mantine/core';
import { Icon } from '../display/icon.tsx';
import { describeError } from './describe-error.ts';
import { ForbiddenState } from './forbidden-state.tsx';
import { isNotBuilt } from './is-not-built.ts';
import { State } from './state.tsx';

export interface ErrorStateProps {
  readonly error: unknown;
  /** What could not be done: `The patients could not be loaded`. */
  readonly title?: string;
  /** Offers "Try again". */
  readonly onRetry?: () => void;
  readonly size?: 'page' | 'inline';
}

/** Says what went wrong in the server's own words, what to do, and offers to try again. A refusal gets its own shape. */
export function ErrorState({ error, title, onRetry, size = 'inline' }: ErrorStateProps) {
  const permission = refusedPermission(error);
  if (permission) return <ForbiddenState missing={[permission]} size={size} />;
  if (isNotBuilt(error)) return <NotBuiltState error={error} size={size} />;
  const { message, hint, details } = describeError(error);
  return (
    <State
      icon="triangle-alert"
      tone="bad"
      size={size}
      title={title ?? message}
      action={onRetry && <Retry onRetry={onRetry} />}
    >
      {title ? <p>{message}</p> : null}
      {hint ? <p>{hint}</p> : null}
      {details ? (
        <details className="hf-details">
          <summary>Details</summary>
          <pre>{details}</pre>
        </details>
      ) : null}
    </State>
  );
}

// Nothing is broken: the first build or import simply has not happened.
function NotBuiltState({ error, size }: { readonly error: ApiError; readonly size: 'page' | 'inline' }) {
  return (
    <State icon="hourglass" size={size} title="There is no data yet">
      <p>{error.message}</p>
      <p>{error.hint}</p>
    </State>
  );
}

function Retry({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Button variant="default" leftSection={<Icon name="rotate-ccw" size={14} />} onClick={onRetry}>
      Try again
    </Button>
  );
}

function refusedPermission(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.status !== 403) return undefined;
  const { permission } = error.context;
  return typeof permission === 'string' ? permission : undefined;
}
