import { literalPattern, type Pattern } from '../../expectations/pattern.ts';
import { patternOfLine, readWanted } from '../../expectations/wanted-lines.ts';
import { patternWords } from './pattern-words.ts';
import { word } from './words.ts';

/** The call that looks for the lines of an `output` fence, a line of it on a line of the script. */
export function linesText({
  lines,
  exact,
}: {
  readonly lines: readonly string[];
  readonly exact: boolean;
}): string {
  const { runs, gapBefore, gapBehind } = readWanted(lines);
  const rows = runs.map((run) =>
    run
      .map(({ text }) =>
        waysToRead(text)
          .map((pattern) => patternWords(pattern).map(word).join(' '))
          .join(" '|' "),
      )
      .join(" '&' \\\n  "),
  );
  return `rb_lines ${placeOf(exact && !gapBefore, exact && !gapBehind)} \\\n  ${rows.join(' -- \\\n  ')}`;
}

function placeOf(fromStart: boolean, toEnd: boolean): string {
  if (fromStart) return toEnd ? 'whole' : 'start';
  return toEnd ? 'end' : 'anywhere';
}

/** A line as it is written will do too where the pattern means something else: a note, a quote, an octet. */
function waysToRead(text: string): readonly Pattern[] {
  const pattern = patternOfLine(text);
  const isPlain = pattern.parts.every(
    ({ kind }) => kind === 'literal' || kind === 'blanks' || kind === 'variable',
  );
  return isPlain && pattern.text === text && !pattern.quoted ? [pattern] : [pattern, literalPattern(text)];
}
