import { type Command, Option } from 'commander';

/** How to reach a platform, as every command that talks to one takes it. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly token?: string;
}

export interface OrgOptions extends ConnectionOptions {
  readonly org?: string;
}

/** Adds --url, --token and --json. */
export function withConnection(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', 'a platform elsewhere, by its address').env('HONEYFRAME_URL'))
    .addOption(
      new Option('--token <token>', 'personal access token for --url; the variable keeps it out of ps').env(
        'HONEYFRAME_TOKEN',
      ),
    )
    .option('--json', 'print the result as JSON');
}

/** Adds --org beside the ways to reach a platform. */
export function withOrg(command: Command): Command {
  return withConnection(
    command.option('--org <slug>', 'the organisation; may be left out where there is only one'),
  );
}
