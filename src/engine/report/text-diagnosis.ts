import { printable } from '../diagnostics/printable.ts';
import type { Look } from '../model/finding.ts';
import type { Lines } from './lines.ts';

import { wrap } from './wrap.ts';

/** What is known of a failure beyond the failure itself. */
type Diagnosis = { readonly cause?: string; readonly looks: readonly Look[] };

type TextStyle = Pick<Lines, 'paint' | 'options'>;

/** Below a failure: what shows as its cause, and what a person would look at next, with the command that shows it. */
export function diagnosisText({ cause, looks }: Diagnosis, lines: TextStyle): readonly string[] {
  const { paint } = lines;
  const label = (name: string): string => paint('dim', name.padEnd(9));
  return [
    ...(cause === undefined ? [] : [`    ${paint('yellow', 'cause'.padEnd(9))} ${printable(cause)}`]),
    ...looks.flatMap((look, index) => {
      const [first = '', ...rest] = lookText(look, lines);
      return [
        `    ${label(index === 0 ? 'look at' : '')} ${first}`,
        ...rest.map((line) => `    ${label('')} ${line}`),
      ];
    }),
    '',
  ];
}

function lookText({ title, lines: seen, command }: Look, { paint, options }: TextStyle): readonly string[] {
  const room = options.columns - 16;
  return [
    `${paint('bold', printable(title))}  ${paint('dim', `$ ${printable(command)}`)}`,
    ...seen.flatMap((line) => wrapped(printable(line), room)),
  ];
}

/** A reason often stands at the end of a long line: it is never cut. */
function wrapped(line: string, room: number): readonly string[] {
  if ([...line].length <= room) return [`  ${line}`];
  return wrap(line, room - 2).map((part, index) => (index === 0 ? `  ${part}` : `    ${part}`));
}
