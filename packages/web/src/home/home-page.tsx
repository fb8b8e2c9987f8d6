import type { Dashboard } from '@honeyframe/contract/api';
import { useSession } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, ErrorState, Icon, Page } from '@honeyframe/sdk/ui';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { BlockGrid } from './block-grid.tsx';
import { closeGaps } from './close-gaps.ts';
import { HomeSkeleton } from './home-skeleton.tsx';
import { useHomeQuery } from './use-home-query.ts';

const ArrangeGrid = lazy(async () => ({ default: (await import('./arrange-grid.tsx')).ArrangeGrid }));

/** The organisation's dashboard: blocks that plugins bring, arranged by whoever may. */
export function HomePage() {
  const { data, error, refetch } = useHomeQuery();
  const { org } = useSession();
  const [arranging, setArranging] = useState(false);
  const shown = data?.placements.filter(({ access }) => access.allowed) ?? [];
  const hidesSome = data !== undefined && shown.length < data.placements.length;
  if (data && arranging) {
    return (
      <Suspense>
        <ArrangeGrid dashboard={data} onDone={() => setArranging(false)} />
      </Suspense>
    );
  }
  return (
    <Page
      title="Home"
      description={`${org.name} at a glance`}
      actions={
        data?.editable && shown.length > 0 ? <ArrangeButton onClick={() => setArranging(true)} /> : null
      }
    >
      {error && !data ? (
        <ErrorState error={error} title="Home could not be loaded" onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <HomeSkeleton /> : null}
      {data && shown.length === 0 ? <NoBlocks dashboard={data} /> : null}
      {shown.length > 0 ? <BlockGrid placements={hidesSome ? closeGaps(shown) : shown} /> : null}
    </Page>
  );
}

function ArrangeButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<Icon name="layout-grid" size={15} />} onClick={onClick}>
      Arrange
    </Button>
  );
}

function NoBlocks({ dashboard }: { readonly dashboard: Dashboard }) {
  const hidden = dashboard.placements.length > 0;
  const mayInstall = useSession().can('org.admin');
  return (
    <EmptyState
      icon="layout-dashboard"
      size="page"
      title={hidden ? 'Nothing here is open to you yet' : 'Home is empty'}
      action={
        mayInstall && !hidden ? (
          <Button component={Link} to="/admin/plugins" variant="default">
            See the plugins
          </Button>
        ) : undefined
      }
    >
      <p>
        {hidden
          ? 'The blocks on this page need permissions that your account does not have. Ask an administrator.'
          : 'Plugins bring figures and charts for this page. They appear as soon as one is installed.'}
      </p>
    </EmptyState>
  );
}
