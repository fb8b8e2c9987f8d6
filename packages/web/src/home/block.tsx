import type { Placement, ShellPlugin } from '@honeyframe/contract/api';
import { type BlockProps, PluginProvider } from '@honeyframe/sdk/frontend';
import { Card, ErrorBoundary, Skeleton, State } from '@honeyframe/sdk/ui';
import { type ComponentType, memo, Suspense } from 'react';
import { forgetComponent, lazyComponent } from '../plugin-host/lazy-component.ts';
import { useShell } from '../shell/shell-context.ts';

/** One block of a plugin: fetched when it is shown, and alone in its failure. */
export const Block = memo(function Block({ placement }: { readonly placement: Placement }) {
  const plugin = useShell().plugins.find(({ slug }) => slug === placement.plugin);
  return (
    <Card title={placement.title} className="hf-block">
      {plugin ? (
        <LoadedBlock plugin={plugin} placement={placement} />
      ) : (
        <BlockWithoutPlugin name={placement.plugin} />
      )}
    </Card>
  );
});

function LoadedBlock({ plugin, placement }: { readonly plugin: ShellPlugin; readonly placement: Placement }) {
  const key = `${plugin.entry} block ${placement.block}`;
  const Component: ComponentType<BlockProps<never>> = lazyComponent(plugin, key, ({ blocks }) =>
    blocks.find(({ type }) => type === placement.block),
  );
  return (
    <ErrorBoundary what={placement.title} onRetry={() => forgetComponent(key)}>
      <PluginProvider slug={plugin.slug}>
        <Suspense fallback={<Skeleton height="100%" mih={40} />}>
          {/* What a configuration holds is the plugin's business: it wrote it, and it reads it. */}
          <Component config={placement.config as never} />
        </Suspense>
      </PluginProvider>
    </ErrorBoundary>
  );
}

function BlockWithoutPlugin({ name }: { readonly name: string }) {
  return (
    <State icon="puzzle" title="Not available right now">
      <p>The plugin “{name}” is not running. Its figures come back with it.</p>
    </State>
  );
}
