import type { Look } from '../model/finding.ts';
import type { Lines } from './lines.ts';
import { clip, printable } from './style.ts';

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
    ...seen.map((line) => `  ${clip(printable(line), room)}`),
  ];
}
