import { directiveOf, refusal } from '../../format/arrows/check-line.ts';
import { splitStatements } from '../../shell/split-statements.ts';
import { literalLine } from '../as-pattern.ts';
import type { FenceSource } from '../fence-source.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { tolerantLine } from '../tolerant-row.ts';
import type { Expected } from './expected.ts';
import { shapeOf } from './json-shape.ts';

/** What an expected output becomes: its fence, checks below its commands, and what differs from the source. */
type Measured = {
  readonly info: string;
  readonly body?: readonly string[];
  readonly below: readonly string[];
  readonly message: string;
  readonly suggested?: string;
};

/** An output that is shown and not compared. */
export const example = 'output example';

/** From here on an output is meant to look the same, but for what differs from run to run. */
const alike = 0.7;

/** No score of similarity is measured here: what it stands for is said by what has to be there. */
export function measured({ fence, commands, measure, overruled }: Expected): Measured {
  if (overruled) {
    return {
      info: example,
      below: [],
      message: 'Only the last expected output of a block counts: this one is shown.',
    };
  }
  if ('regex' in measure) return byRegex(measure.regex);
  const { similarity } = measure;
  if (fence.language.toLowerCase() === 'json') {
    const shape = splitStatements(textOf(commands)).units.length === 1 ? shapeOf(textOf(fence)) : undefined;
    if (shape) {
      const message = `A similarity of ${similarity} is not measured: the output has to be JSON with these keys, whatever their values.`;
      return { info: 'json output', body: shape, below: [], message };
    }
  }
  if (similarity < alike) {
    const message = `A similarity of ${similarity} is not measured: the output is shown and not compared. Say what has to be in it.`;
    return { info: example, below: [], message, suggested: '# expect: …' };
  }
  const message =
    similarity >= 1
      ? 'The whole output is compared; blanks loosely.'
      : `A similarity of ${similarity} is not measured: all lines have to be there, with \`...\` for what differs from run to run.`;
  const body = fence.rows.map(({ text }) => (similarity >= 1 ? literalLine(text) : tolerantLine(text)));
  return { info: similarity >= 1 ? 'output exact' : 'output', body, below: [], message };
}

function textOf({ rows }: FenceSource): string {
  return rows.map(({ text }) => text).join('\n');
}

/** The expression is one for the whole output there, and for one line of it here. */
function byRegex(source: string): Measured {
  const regex = source.replace(/^\(\?[ms]+\)/, '');
  const check = { words: 'regex', text: regex };
  const refused = refusal(check);
  if (refused === undefined) {
    const message = 'A line of the output has to match the regular expression; the output itself is shown.';
    return { info: example, below: [directiveOf(check)], message };
  }
  const message = `The regular expression could not be taken over: ${refused}`;
  return {
    info: example,
    below: [suggestionLine(directiveOf(check))],
    message,
    suggested: directiveOf(check),
  };
}
