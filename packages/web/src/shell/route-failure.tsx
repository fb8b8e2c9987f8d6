import { ErrorState } from '@honeyframe/sdk/ui';
import { useRouteError } from 'react-router';

/** A page of the platform that broke or could not be fetched; loading anew also takes up a newer version. */
export function RouteFailure() {
  return (
    <ErrorState
      size="page"
      title="This page could not be shown"
      error={useRouteError()}
      onRetry={() => window.location.reload()}
    />
  );
}
