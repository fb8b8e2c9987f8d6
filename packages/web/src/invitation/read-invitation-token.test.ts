import { expect, it } from 'vitest';
import { readInvitationToken } from './read-invitation-token.ts';

it('reads the token of an invitation, and of no other address', () => {
  expect(readInvitationToken('/invitation/hfi_a-B9')).toBe('hfi_a-B9');
  expect(readInvitationToken('/invitation/hfi_a-B9/')).toBe('hfi_a-B9');
  expect(readInvitationToken('/invitation/')).toBeUndefined();
  expect(readInvitationToken('/admin/invitation/x')).toBeUndefined();
});
