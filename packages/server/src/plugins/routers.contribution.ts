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
import { createUpgradeResponse, type Dispatch } from '../http/index.ts';
import type { InstallablePlugin } from './plugin-record.ts';
import type { InlinePlugin } from './runtime/inline-plugin.ts';
import type { ServedPlugin } from './runtime/inline-runtime.ts';
import { Succession } from './succession.ts';

export interface RoutersOptions {
  readonly runtime: PluginRuntime<InlinePlugin, ServedPlugin>;
  readonly dispatch: Dispatch;
}

export interface HoldOptions {
  /** How long a request waits at most; then the platform says what keeps it waiting. */
  readonly patienceMs: number;
}

/** Backend routes: mounts a plugin's routers below `/api/<slug>`. */
export interface RoutersPoint extends ContributionPoint<InstallablePlugin> {
  /** Until a plugin is mounted its requests wait instead of failing. @returns the disposer. */
  hold(slug: string, options: HoldOptions): () => void;
  find(slug: string): ServedPlugin | undefined;
}

export function createRoutersPoint({ runtime, dispatch }: RoutersOptions): RoutersPoint {
  const mounted = new Succession<ServedPlugin>();

  const activate = (slug: string, served: ServedPlugin): Contribution => {
    const leave = mounted.add(slug, served);
    // The switch: from here on every new request is answered by this code.
    const detach = dispatch.attach(slug, served);
    return {
      offers: toOffers(served),
      dispose: async () => {
        const isLatest = mounted.find(slug) === served;
        leave();
        const before = mounted.find(slug);
        // The switch failed on another surface: what was there before answers again.
        if (isLatest && before) dispatch.attach(slug, before);
        else detach();
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
    find: (slug) => mounted.find(slug),
    hold: (slug, options) => holdRequests(slug, dispatch, options),
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

/** Something to be done with a request, later. */
interface HeldRequest {
  readonly forward: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Takes requests of a plugin that is starting or leaving, and sends them on when it is decided what answers them, or to the
 * platform when that takes too long.
 */
function holdRequests(slug: string, dispatch: Dispatch, { patienceMs }: HoldOptions): () => void {
  const held = new Set<HeldRequest>();
  const hold = (forward: () => void, decline: () => void): void => {
    const giveUp = () => {
      held.delete(request);
      decline();
    };
    const timer = setTimeout(giveUp, patienceMs);
    const request: HeldRequest = { forward, timer };
    held.add(request);
  };
  const detach = dispatch.attach(slug, {
    handle: (request, response) =>
      hold(
        () => dispatch.handle(request, response),
        () => dispatch.decline(request, response),
      ),
    handleUpgrade: (request, socket, head) =>
      hold(
        () => dispatch.handleUpgrade(request, socket, head),
        () => dispatch.decline(request, createUpgradeResponse(request, socket)),
      ),
  });
  return () => {
    detach();
    for (const { forward, timer } of held) {
      clearTimeout(timer);
      forward();
    }
    held.clear();
  };
}
