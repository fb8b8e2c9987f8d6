import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import {
  type Contribution,
  type ContributionPoint,
  type Offer,
  type PluginRuntime,
  type PreparedContribution,
  type PrepareOptions,
  prepareNothing,
} from '@honeyframe/host';
import type { Dispatch, RequestHandler, UpgradeHandler } from '../http/index.ts';
import type { InstallablePlugin } from './plugin-record.ts';
import type { InlinePlugin } from './runtime/inline-plugin.ts';
import type { ServedPlugin } from './runtime/inline-runtime.ts';

export interface RoutersOptions {
  readonly runtime: PluginRuntime<InlinePlugin, ServedPlugin>;
  readonly dispatch: Dispatch;
}

/** Backend routes: mounts a plugin's routers below `/api/<slug>`. */
export interface RoutersPoint extends ContributionPoint<InstallablePlugin> {
  /** Until a plugin is mounted its requests wait instead of failing. @returns the disposer. */
  hold(slug: string): () => void;
  find(slug: string): ServedPlugin | undefined;
}

export function createRoutersPoint({ runtime, dispatch }: RoutersOptions): RoutersPoint {
  const mounted = new Map<string, ServedPlugin>();

  const activate = (slug: string, served: ServedPlugin): Contribution => {
    mounted.set(slug, served);
    // The switch: from here on every new request is answered by this code.
    const detach = dispatch.attach(slug, served);
    return {
      offers: toOffers(served),
      dispose: async () => {
        detach();
        if (mounted.get(slug) === served) mounted.delete(slug);
        await served.close();
      },
    };
  };

  const prepare = async (
    plugin: InstallablePlugin,
    options?: PrepareOptions,
  ): Promise<PreparedContribution> => {
    const python = findPythonRouters(plugin);
    if (python.length > 0) return prepareNothing(python);
    const outcome = await runtime.mount(plugin, options);
    if (!outcome.ok) return prepareNothing(outcome.diagnostics);
    return {
      offers: toOffers(outcome.mounted),
      diagnostics: outcome.diagnostics,
      activate: () => activate(plugin.slug, outcome.mounted),
      discard: () => outcome.mounted.close(),
    };
  };

  return {
    name: 'routers',
    essential: true,
    find: (slug) => mounted.get(slug),
    hold: (slug) => holdRequests(slug, dispatch),
    prepare,
  };
}

function toOffers({ routes }: ServedPlugin): Offer[] {
  return routes.map(({ method, path, permission }) => ({
    surface: 'routes',
    name: `${method} ${path}`,
    detail: permission,
  }));
}

function findPythonRouters(plugin: InstallablePlugin): Diagnostic[] {
  return plugin.routers
    .filter((router) => router.language === 'python')
    .map(({ spec }) =>
      createDiagnostic(
        'HF_RUNTIME_PYTHON_MISSING',
        { plugin: plugin.slug, file: plugin.manifest_file },
        { spec },
      ),
    );
}

/** Takes requests of a plugin that is still starting, and sends them on when it is decided what answers them. */
function holdRequests(slug: string, dispatch: Dispatch): () => void {
  const requests: Parameters<RequestHandler>[] = [];
  const upgrades: Parameters<UpgradeHandler>[] = [];
  const detach = dispatch.attach(slug, {
    handle: (...request) => void requests.push(request),
    handleUpgrade: (...upgrade) => void upgrades.push(upgrade),
  });
  return () => {
    detach();
    for (const request of requests.splice(0)) dispatch.handle(...request);
    for (const upgrade of upgrades.splice(0)) dispatch.handleUpgrade(...upgrade);
  };
}
