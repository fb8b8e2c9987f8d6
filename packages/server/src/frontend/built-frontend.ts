import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { createBuilderProcess } from './builder-process.ts';
import { bindFrontendRoutes, type ShownPage } from './frontend.routes.ts';
import type { Frontend, FrontendOptions } from './frontend.ts';
import { renderFailurePage, renderIndexPage, startingPage } from './index-page.ts';
import { obtainShell } from './obtain-shell.ts';
import { buildPluginFrontend } from './plugin-bundle/build-plugin-frontend.ts';
import type { Shell } from './shell.ts';

/** From built files, without Vite in this process. */
export function createBuiltFrontend({ dataDir, installDir, log }: FrontendOptions): Frontend {
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
