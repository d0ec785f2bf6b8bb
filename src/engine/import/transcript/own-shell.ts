import { simpleCommands } from '../../shell/simple-commands.ts';
import { splitStatements } from '../../shell/split-statements.ts';

/**
 * A command of a tool that gives each a shell of its own, for the one shell of a page: one that ends its shell, by `exit`
 * or `exec`, gets a subshell.
 */
export function inOwnShell(command: readonly string[]): readonly string[] {
  const ends = simpleCommands(command.join('\n')).some(
    ({ name, place, words }) =>
      !place.subshell &&
      place.function === undefined &&
      (name === 'exit' || (name === 'exec' && words.length > 0)),
  );
  if (!ends) return command;
  return command.length === 1 ? [`(${command[0]})`] : ['(', ...command, ')'];
}

/** Commands that can hardly fail, or on which all that follows relies. */
const plain: ReadonlySet<string> = new Set(
  ': alias cd declare echo export local mkdir printf pushd set shopt source touch true umask unset'.split(
    ' ',
  ),
);

/** Lines of which only the last one's status counts: those before that may fail get `|| true`. @returns Whether any did. */
export function withLastStatus(command: readonly string[]): {
  readonly command: readonly string[];
  readonly excused: boolean;
} {
  const text = command.join('\n');
  const { units, errors } = splitStatements(text);
  if (errors.length > 0) return { command, excused: false };
  const ends = units.slice(0, -1).flatMap((unit) => {
    const [node, ...others] = unit.nodes;
    const safe = simpleCommands(unit).every(({ name }) => name === undefined || plain.has(name));
    const stays = safe || unit.background || others.length > 0 || node?.command.type === 'Function';
    return stays || !node ? [] : [node.end];
  });
  const excused = ends.toReversed().reduce((all, end) => {
    return `${all.slice(0, end).trimEnd()} || true${all.slice(end)}`;
  }, text);
  return { command: excused.split('\n'), excused: ends.length > 0 };
}
