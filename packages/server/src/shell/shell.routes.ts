import { type Session, shellApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi, type Call } from '../http/index.ts';
import type { ShellService } from './shell.ts';

export interface ShellRoutesOptions {
  readonly shell: ShellService;
  readonly describeSession: (call: Call) => Promise<Session>;
}

export function bindShellRoutes(app: FastifyInstance, { shell, describeSession }: ShellRoutesOptions): void {
  bindApi(app, shellApi, {
    shell: async (_, call) => shell.describe(call.caller, call.org.id, await describeSession(call)),
  });
}
