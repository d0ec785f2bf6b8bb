import type { Command, FlagSpec } from './command.ts';

/** A command with those that it is under, the root first. */
export type Path = readonly [Command, ...Command[]];

/** What a command's own `--help` adds to its flags. */
const helpFlag = (name: string): FlagSpec => ({
  name: 'help',
  letter: 'h',
  type: 'bool',
  help: `help for ${name}`,
});

export const commandPath = (path: Path): string => path.map(({ names: [name] }) => name).join(' ');

/** Every flag that a command takes: its own, and those that the ones above it pass on. */
export const flagsOf = (path: Path): readonly FlagSpec[] => [...ownFlags(path), ...inheritedFlags(path)];

function ownFlags(path: Path): readonly FlagSpec[] {
  const { names, flags = [], passedOn = [] } = path.at(-1) ?? path[0];
  return [...flags, ...passedOn, helpFlag(names[0])];
}

const inheritedFlags = (path: Path): readonly FlagSpec[] =>
  path.slice(0, -1).flatMap(({ passedOn = [] }) => passedOn);

/** Of a command that has only what is below it, `--help` is all that it can do. */
const isRunnable = ({ run, check, commands }: Command): boolean =>
  run !== undefined || check !== undefined || !commands;

/**
 * What `--help` prints, laid out as cobra does. The real command's examples and long texts are left out.
 * @see https://pkg.go.dev/github.com/spf13/cobra#Command.UsageTemplate
 */
export function helpText(path: Path): string {
  const command = path.at(-1) ?? path[0];
  const { about, names, commands = [] } = command;
  const whole = commandPath(path);
  const inherited = inheritedFlags(path);
  const sections = [
    about,
    usage(path),
    ...(names.length > 1 ? [`Aliases:\n  ${names.join(', ')}`] : []),
    ...(commands.length ? [`Available Commands:\n${commandRows(commands)}`] : []),
    `Flags:\n${flagRows(ownFlags(path))}`,
    ...(inherited.length ? [`Global Flags:\n${flagRows(inherited)}`] : []),
    ...(commands.length ? [`Use "${whole} [command] --help" for more information about a command.`] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function usage(path: Path): string {
  const command = path.at(-1) ?? path[0];
  const whole = commandPath(path);
  const operands = command.operands ? ` ${command.operands}` : '';
  const lines = [
    ...(isRunnable(command) ? [`  ${whole}${operands} [flags]`] : []),
    ...(command.commands?.length ? [`  ${whole} [command]`] : []),
  ];
  return `Usage:\n${lines.join('\n')}`;
}

function commandRows(commands: readonly Command[]): string {
  const width = Math.max(11, ...commands.map(({ names: [name] }) => name.length));
  return commands
    .toSorted(({ names: [a] }, { names: [b] }) => (a < b ? -1 : 1))
    .map(({ names: [name], about }) => `  ${name.padEnd(width)} ${about}`)
    .join('\n');
}

function flagRows(flags: readonly FlagSpec[]): string {
  const rows = flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({ head: flagHead(flag), text: `${flag.help}${shownDefault(flag)}` }));
  const width = Math.max(...rows.map(({ head }) => head.length));
  return rows.map(({ head, text }) => `${head.padEnd(width)}   ${text}`).join('\n');
}

const flagHead = ({ name, letter, type }: FlagSpec): string =>
  `  ${letter ? `-${letter}, ` : '    '}--${name}${type === 'bool' ? '' : ` ${type}`}`;

function shownDefault({ type, default: value = '' }: FlagSpec): string {
  if (['', 'false', '0', '[]'].includes(value)) return '';
  return type === 'string' ? ` (default ${JSON.stringify(value)})` : ` (default ${value})`;
}
