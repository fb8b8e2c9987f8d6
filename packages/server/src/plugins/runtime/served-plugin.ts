import type { MountedPlugin } from '@honeyframe/host';
import type { RequestHandler, RequestTarget, UpgradeHandler } from '../../http/index.ts';
import type { RequestStats } from './drain.ts';
import type { RegisteredRoute } from './route-register.ts';

/** A plugin that answers requests below `/api/<slug>/`; it can be attached to the dispatch as it is. */
export interface ServedPlugin extends MountedPlugin, RequestTarget {
  readonly routes: readonly RegisteredRoute[];
  readonly handle: RequestHandler;
  readonly handleUpgrade: UpgradeHandler;
  stats(): RequestStats;
  /** To be called when accounts or grants have changed: ends event streams and WebSockets that would be refused now. */
  recheck(): void;
  /** Ends event streams and WebSockets: of the organisation that the plugin was disabled in, or of all. */
  disconnect(reason: string, orgId?: string): void;
  /**
   * To be called when nothing is sent here any more. Requests finish; event streams and WebSockets are ended with `reason`;
   * what is left after 30 s is cut off. Then the plugin's onClose hooks run. Never rejects.
   */
  close(reason?: string): Promise<void>;
}
