import type { FastifyInstance } from 'fastify';
import type { MayLoadBundle } from './frontend.routes.ts';
import type { BuildPluginOptions } from './plugin-bundle/build-plugin-frontend.ts';
import type { FrontendSource, PluginFrontend } from './plugin-bundle/plugin-frontend.ts';

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
