import { createProgram } from '@honeyframe/cli/program';
import { code, prose, type ReferencePage, renderPage, renderTable } from './page.ts';

const introduction = `\`npm run honeyframe -- <command>\` in a checkout, \`honeyframe <command>\` in an installation.

Commands that ask the running platform reach it over a socket that only the account of the platform can open, and have the
operator's rights there; \`DATA_DIR\` says which platform. With \`--url\` and a personal access token (\`HONEYFRAME_TOKEN\`)
they reach one elsewhere, with the rights of the token's owner.

The exit code is 0 when all went well, 1 when something failed, 2 when the command line makes no sense. Results go to
standard output, with \`--json\` as one JSON document; progress goes to standard error. A failure with \`--json\` is
\`{ "ok": false, "error": { "code", "message", "hint" } }\`.`;

type Command = ReturnType<typeof createProgram>;

const silent = { env: {}, cwd: '/', print: () => {}, note: () => {} };

export const cliPage: ReferencePage = {
  file: 'cli.md',
  render: () =>
    renderPage('The command line', introduction, ...listCommands(createProgram(silent)).map(renderCommand)),
};

interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** Those that do something, in the order in which `--help` lists them. */
function listCommands(command: Command, parent = ''): NamedCommand[] {
  const name = `${parent} ${command.name()}`.trim();
  const children = command.commands as readonly Command[];
  return children.length > 0 ? children.flatMap((child) => listCommands(child, name)) : [{ name, command }];
}

function renderCommand({ name, command }: NamedCommand): string {
  const args = command.registeredArguments.map((argument) => [
    code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
    prose(argument.description),
  ]);
  const options = command.options.map((option) => [code(option.flags), prose(describeOption(option))]);
  return [
    `## ${name}`,
    prose(command.description()),
    ['```sh', `${name} ${command.usage()}`, '```'].join('\n'),
    ...(args.length > 0 ? [renderTable(['argument', 'is'], args)] : []),
    ...(options.length > 0 ? [renderTable(['option', 'does'], options)] : []),
  ].join('\n\n');
}

function describeOption(option: Command['options'][number]): string {
  const { description, envVar, mandatory, defaultValue } = option;
  const notes = [
    ...(mandatory ? ['required'] : []),
    ...(typeof defaultValue === 'string' ? [`default ${code(defaultValue)}`] : []),
    ...(envVar ? [`or ${code(envVar)}`] : []),
  ];
  return notes.length > 0 ? `${description} (${notes.join('; ')})` : description;
}
