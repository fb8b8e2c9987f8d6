import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerUsersActivation } from './activation.ts';
import { registerUsersCreate } from './create.ts';
import { registerUsersInvite } from './invite.ts';
import { registerUsersList } from './list.ts';
import { registerResetPassword } from './reset-password.ts';

/** `honeyframe users …` */
export function registerUsers(program: Command, context: CommandContext): void {
  const users = program.command('users').description('People of an organisation.');
  registerUsersList(users, context);
  registerUsersCreate(users, context);
  registerUsersInvite(users, context);
  registerUsersActivation(users, context);
  registerResetPassword(users, context);
}
