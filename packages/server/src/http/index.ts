export { bindApi, type Handlers } from './bind-api.ts';
export type { Call, Caller, CallerKind } from './call.ts';
