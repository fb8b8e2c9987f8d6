import type { ContextOrg, ContextUser } from '@honeyframe/sdk/backend';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';

/** How a caller proved who he is; `operator` is the command line on the machine itself. */
export type CallerKind = 'session' | 'token' | 'operator';

/** Who calls: decided before any handler runs, and cached until something about the account changes. */
export interface Caller {
  readonly kind: CallerKind;
  readonly user: ContextUser;
  /** The organisation of this request: header, else session, else the only one. */
  readonly org: ContextOrg | null;
  readonly session_id: string | null;
  readonly must_change_password: boolean;
}

/** What a handler of the platform's own routes gets beside its validated input. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly log: FastifyBaseLogger;
  readonly user: ContextUser;
  /** Set for every endpoint whose access is `member` or a permission. Throws HF_ORG_REQUIRED elsewhere when there is none. */
  readonly org: ContextOrg;
  readonly caller: Caller;
}
