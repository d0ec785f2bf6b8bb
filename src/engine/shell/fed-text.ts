import type { HereDoc } from 'unbash';
import type { SimpleCommand } from './simple-commands.ts';

/** Text that stands in a script and that a command reads. `expands`: bash puts the values of variables into it. */
type FedText = { readonly text: string; readonly expands: boolean };

/**
 * What a command reads on its standard input, where that stands in the script: a here-document of its own, or one that
 * a `cat` in front of it in the pipe passes on. @param before The command in front of it in the script.
 */
export function fedText(command: SimpleCommand, before: SimpleCommand | undefined): FedText | undefined {
  const own = hereDocumentOf(command);
  if (own !== undefined) return own;
  const { pipeline } = command.place;
  const passes =
    pipeline !== undefined &&
    before?.name === 'cat' &&
    before.words.every(({ value }) => value === '-') &&
    before.place.pipeline?.of === pipeline.of &&
    before.place.pipeline.member === pipeline.member - 1;
  return passes ? hereDocumentOf(before) : undefined;
}

function hereDocumentOf({ redirections }: SimpleCommand): FedText | undefined {
  const last = redirections.findLast(({ operator }) => operator.startsWith('<'));
  if (last?.operator !== '<<' && last?.operator !== '<<-') return undefined;
  const { operator, body, delimiter } = last as HereDoc;
  // Of `<<-` bash takes the tabs in front of each line away.
  const text = operator === '<<-' ? body.text.replace(/^\t+/gm, '') : body.text;
  return { text, expands: delimiter?.quoted !== true };
}
