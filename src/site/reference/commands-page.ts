import type { Argument, Option } from 'commander';
import { exitCodes } from '../../cli/exit-codes.ts';
import { helpedCommands } from '../../cli/helped-commands.ts';
import { code, pageOf, type ReferencePage, table } from './markdown.ts';

/** The reference of commands: what each does, its arguments, options and examples, from the program itself. */
export function commandsPage(): ReferencePage {
  const commands = helpedCommands();
  const head = { title: 'Commands', description: 'The command line of runbook.' };
  return pageOf('reference/commands', head, [
    table(
      ['Command', 'Does'],
      commands.map(({ command }) => [
        `[${code(`runbook ${command.name()}`)}](#runbook-${command.name()})`,
        `${command.summary()}.`,
      ]),
    ),
    ...commands.flatMap(section),
    '## Exit codes',
    'When several apply, it is the highest.',
    table(
      ['Code', 'Means'],
      Object.entries(meanings).map(([name, meaning]) => [
        String(exitCodes[name as keyof typeof exitCodes]),
        meaning,
      ]),
    ),
  ]);
}

function section({ command, help }: ReturnType<typeof helpedCommands>[number]): readonly string[] {
  const { registeredArguments } = command;
  const options = command.options.filter(({ hidden }) => !hidden);
  const examples = [...help.slice(help.indexOf('Examples:')).matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)];
  return [
    `## \`runbook ${command.name()}\``,
    command.description(),
    code(`runbook ${command.name()} ${command.usage()}`),
    ...optional(registeredArguments.length > 0, () =>
      table(['Argument', 'Is'], registeredArguments.map(argumentRow)),
    ),
    ...optional(options.length > 0, () => table(['Option', 'Does'], options.map(optionRow))),
    ...optional(examples.length > 0, () =>
      table(
        ['For example', 'Does'],
        examples.map(([, line = '', meaning = '']) => [code(line), meaning]),
      ),
    ),
  ];
}

function optional(there: boolean, part: () => string): readonly string[] {
  return there ? [part()] : [];
}

function argumentRow(argument: Argument): readonly string[] {
  return [code(argument.name()), argument.description];
}

function optionRow({ flags, description, argChoices, defaultValue }: Option): readonly string[] {
  const choices = argChoices ? `: ${argChoices.map(code).join(', ')}` : '';
  const preset = typeof defaultValue === 'string' ? `; ${code(defaultValue)} if not given` : '';
  return [code(flags), `${description}${choices}${preset}`];
}

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  passed: 'everything passed',
  failed:
    'a check is unmet, or a command failed; `check --strict`, `fmt --check` and `--patch`: something would change',
  usage: 'the command line or a document is malformed; nothing ran',
  environment:
    'a cluster, a tool or an object that is needed is not there, or the session could not be started',
  bug: 'a bug of runbook',
  interrupted: 'interrupted; what the run had to clean up, it did',
};
