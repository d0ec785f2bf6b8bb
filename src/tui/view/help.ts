import { keys } from '../keys.ts';
import { type Line, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { hung, wrapped } from '../text/wrap.ts';

const column = 8;

/** All keys with what they do, under the names of their groups. */
export function helpLines(room: number): readonly Line[] {
  const groups = [...new Set(keys.map(({ group }) => group))];
  return groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [[]]),
    [span(group, styles.strong)],
    ...keys.filter((key) => key.group === group).flatMap(({ shown, long }) => keyLines(shown, long, room)),
  ]);
}

function keyLines(shown: string, long: string, room: number): readonly Line[] {
  const text = wrapped([span(long.replaceAll('`', ''))], Math.min(room, 84) - column);
  return hung(text, [span(shown.padEnd(column), styles.accentStrong)], [span(' '.repeat(column))]);
}
