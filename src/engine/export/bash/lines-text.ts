import type { OutputArgs } from '../../expectations/kinds/output.ts';
import { patternWords } from './pattern-words.ts';
import { word } from './words.ts';

/** The call that looks for the lines of an `output` fence, a line of it on a line of the script. */
export function linesText({ runs, gapBefore, gapBehind, exact }: OutputArgs): string {
  const rows = runs.map((run) =>
    run
      .map(({ ways }) => ways.map((pattern) => patternWords(pattern).map(word).join(' ')).join(" '|' "))
      .join(" '&' \\\n  "),
  );
  return `rb_lines ${placeOf(exact && !gapBefore, exact && !gapBehind)} \\\n  ${rows.join(' -- \\\n  ')}`;
}

function placeOf(fromStart: boolean, toEnd: boolean): string {
  if (fromStart) return toEnd ? 'whole' : 'start';
  return toEnd ? 'end' : 'anywhere';
}
