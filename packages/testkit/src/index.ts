export { createTestDatabase, type TestDatabase } from './create-test-database.ts';
export { type TestPlugin, writeFiles } from './plugin-folders.ts';
export {
  type StartTestPlatformOptions,
  startTestPlatform,
  type TestPlatform,
} from './start-test-platform.ts';
export { createMember, signIn, type TestUser } from './test-user.ts';
