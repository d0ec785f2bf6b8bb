import { directiveOf } from '../../format/arrows/check-line.ts';
import { finalPipeline } from '../../shell/pipelines.ts';
import type { Row } from '../fence-source.ts';
import type { Remark } from '../format.ts';
import type { Exchange } from './exchange.ts';

/** What kubectl says of the status that a command in a pod ended with, which is kubectl's own then. */
const told = /^command terminated with exit code (\d{1,3})\s*$/;

type RemoteStatus = {
  /** The check of the status. */
  readonly line: string;
  /** The output without what kubectl says of it, unless that is all. */
  readonly output: readonly Row[];
  /** Checks of what it says: it is printed as an error, behind all that stands in the output. */
  readonly below: readonly string[];
  readonly remarks: readonly Remark[];
};

/** The status that an output tells of: `command terminated with exit code 56`. */
export function remoteStatus({ command, output }: Exchange): RemoteStatus | undefined {
  const rows = output.filter(({ text }) => told.test(text));
  const [first] = rows;
  if (!first) return undefined;
  const texts = new Set(rows.map(({ text }) => text.trim()));
  const isLast = output.findLast(({ text }) => text.trim() !== '') === rows.at(-1);
  const certain = isLast && texts.size === 1 && finalPipeline(command.join('\n')).length < 2;
  const code = certain ? (told.exec(first.text)?.[1] ?? 'any') : 'any';
  const rest = output.filter((row) => !rows.includes(row));
  const alone = rest.every(({ text }) => text.trim() === '');
  const message = 'Which of the commands ends with that status the source does not say: any status will do.';
  return {
    line: directiveOf({ words: 'exit', text: code }),
    output: alone && texts.size === 1 ? [first] : rest,
    below: alone && texts.size === 1 ? [] : [...texts].map((text) => directiveOf({ words: 'stderr', text })),
    remarks: certain ? [] : [{ kind: 'note', at: first, message }],
  };
}
