export { type AccessChanges, createAccessChanges } from './access-changes.ts';
export { createApiTokens } from './api-tokens.ts';
export { bindAuthRoutes } from './auth.routes.ts';
export { type Callers, createCallers } from './callers.ts';

export { ensureFirstUser, type FirstUser, forgetPasswordFile, writePasswordFile } from './first-user.ts';
export { createIdentity } from './identity.ts';
export { generatePassword, hashPassword } from './passwords.ts';
export { createSessions } from './sessions.ts';
