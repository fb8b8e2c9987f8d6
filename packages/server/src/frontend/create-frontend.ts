import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { FastifyInstance } from 'fastify';
import { createBuilderProcess } from './builder-process.ts';
import { createDevelopmentFrontend } from './development-frontend.ts';
import { bindFrontendRoutes, type MayLoadBundle, type ShownPage } from './frontend.routes.ts';
import { renderFailurePage, renderIndexPage, startingPage } from './index-page.ts';
import { obtainShell } from './obtain-shell.ts';
import { type BuildPluginOptions, buildPluginFrontend } from './plugin-bundle/build-plugin-frontend.ts';
import type { FrontendSource, PluginFrontend } from './plugin-bundle/plugin-frontend.ts';
import type { Shell } from './shell.ts';

export interface FrontendOptions {
  readonly dataDir: string;
  readonly installDir: string;
  readonly log: FrontendLog;
  /** `development`: sources are served as they are edited, by Vite in this process. Otherwise only what was built. */
  readonly mode?: 'production' | 'development';
}

/** The part of the platform's logger that is used here. */
export interface FrontendLog {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** Builds the shell and the plugins' frontends, and serves them. */
export interface Frontend {
  /** Builds the shell, or takes it from the cache. Never throws: the page then says what went wrong. */
  ensureShell(): Promise<void>;
  /** One result per source, in the same order. A plugin that fails leaves the others alone. */
  buildPlugins(
    sources: readonly FrontendSource[],
    options?: Pick<BuildPluginOptions, 'scratch'>,
  ): Promise<PluginFrontend[]>;
  /** Adds the addresses of the built files, and the page for every other address. */
  bindRoutes(app: FastifyInstance, mayLoadBundle: MayLoadBundle): Promise<void>;
  close(): Promise<void>;
}

export function createFrontend(options: FrontendOptions): Frontend {
  return options.mode === 'development' ? createDevelopmentFrontend(options) : createBuiltFrontend(options);
}

/** From built files, without Vite in this process. */
function createBuiltFrontend({ dataDir, installDir, log }: FrontendOptions): Frontend {
  const buildsDir = path.join(dataDir, 'builds');
  const builder = createBuilderProcess();
  let page: ShownPage = { ...startingPage, status: 503 };
  let shell: Promise<Shell | undefined> | undefined;

  async function loadShell(): Promise<Shell | undefined> {
    const progress = (text: string) => log.info({ step: 'shell' }, text);
    try {
      const built = await obtainShell({ buildsDir, installDir, builder, progress });
      page = { ...renderIndexPage(built), status: 200 };
      return built;
    } catch (error) {
      const problem = describeFailure(error);
      log.error({ err: error }, problem.message);
      page = { ...renderFailurePage(problem.message, problem.hint), status: 503 };
      return undefined;
    }
  }

  return {
    async ensureShell() {
      shell ??= loadShell();
      await shell;
    },
    async buildPlugins(sources, { scratch } = {}) {
      shell ??= loadShell();
      const options = { buildsDir, scratch, builder, shell: await shell };
      return Promise.all(sources.map((source) => buildPluginFrontend(source, options)));
    },
    bindRoutes: (app, mayLoadBundle) =>
      bindFrontendRoutes(app, { buildsDir, page: () => page, mayLoadBundle }),
    close: async () => builder.close(),
  };
}

function describeFailure(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new PlatformError('HF_FRONTEND_SHELL_FAILED', { reason }, { cause: error });
}
