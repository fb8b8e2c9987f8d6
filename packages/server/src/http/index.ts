export { bindApi, type Handlers } from './bind-api.ts';
export type { Call, Caller, CallerKind } from './call.ts';
export { createHttpServer, type HttpServer } from './create-http-server.ts';
export { createInstance } from './create-instance.ts';
export {
  createDispatch,
  type Dispatch,
  type RequestHandler,
  type RequestTarget,
  type UpgradeHandler,
} from './dispatch.ts';
export { endEventStream, isEventStream } from './event-stream.ts';
export { askAgain, type Gate } from './gate.ts';
export { type Identity, isOperatorRequest } from './identify.ts';
export { type Requirement, readTarget } from './requirement.ts';
export { createUpgradeResponse } from './upgrade-response.ts';
