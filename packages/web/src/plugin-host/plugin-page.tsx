import type { ShellPlugin } from '@honeyframe/contract/api';
import { PageParamsProvider, PluginProvider } from '@honeyframe/sdk/frontend';
import { ErrorBoundary, ForbiddenState } from '@honeyframe/sdk/ui';
import { type ComponentType, Suspense } from 'react';
import { useParams } from 'react-router';
import { useShell } from '../shell/shell-context.ts';
import { AbsentPage } from './absent-page.tsx';
import { forgetComponent, lazyComponent } from './lazy-component.ts';
import { matchPage, type PageMatch } from './match-page.ts';
import { PageSkeleton } from './page-skeleton.tsx';

/** Everything below `/plugins/<slug>`: the server's list decides what exists and what is open. */
export function PluginPage() {
  const { slug = '', '*': rest = '' } = useParams();
  const { plugins } = useShell();
  const plugin = plugins.find((candidate) => candidate.slug === slug);
  const match = plugin && matchPage(plugin.pages, `/${rest}`);
  if (!plugin || !match) return <AbsentPage slug={slug} />;
  const { access, title } = match.page;
  if (!access.allowed)
    return (
      <ForbiddenState
        what={title}
        missing={access.missing}
        descriptions={access.descriptions}
        grantedBy={access.granted_by}
      />
    );
  return <OpenPage key={`${slug} ${match.page.path}`} plugin={plugin} match={match} />;
}

function OpenPage({ plugin, match }: { readonly plugin: ShellPlugin; readonly match: PageMatch }) {
  const key = `${plugin.entry} page ${match.page.path}`;
  const Component: ComponentType = lazyComponent(plugin, key, ({ pages }) =>
    pages.find((page) => page.path === match.page.path),
  );
  return (
    <ErrorBoundary what={match.page.title} size="page" onRetry={() => forgetComponent(key)}>
      <PluginProvider slug={plugin.slug}>
        <PageParamsProvider params={match.params}>
          <Suspense fallback={<PageSkeleton />}>
            <Component />
          </Suspense>
        </PageParamsProvider>
      </PluginProvider>
    </ErrorBoundary>
  );
}
