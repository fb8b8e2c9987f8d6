import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { registerUsersCreate } from './create.ts';
import { registerUsersList } from './list.ts';
import { registerResetPassword } from './reset-password.ts';

/** `honeyframe users …` */
export function registerUsers(program: Command, context: CommandContext): void {
  const users = program.command('users').description('People of an organisation.');
  registerUsersList(users, context);
  registerUsersCreate(users, context);
  registerResetPassword(users, context);
}
