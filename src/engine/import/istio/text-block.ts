import type { Range } from '../../format/edits.ts';
import type { Row } from '../fence-source.ts';
import type { FenceOptions } from '../fence-text.ts';
import { fenceLines, infoText, nameLike } from '../fence-text.ts';
import type { Remark } from '../format.ts';
import { isTranscript, readExchanges } from '../transcript/exchange.ts';
import { readElided } from '../transcript/expected-line.ts';
import { changingNotes, lossNotes, outputFence, readRows } from '../transcript/output-lines.ts';
import { type Written, writeExchanges } from '../transcript/write-exchanges.ts';
import { type Shortcode, shortcodesIn } from './shortcodes.ts';

/** A `{{< text >}}` block: its lines without their indentation, and what stands around it. */
export type TextBlock = {
  readonly opening: Shortcode;
  readonly at: Range;
  readonly rows: readonly Row[];
  /** The name of the tab it stands in, when it isn't the first one. */
  readonly otherTab?: string;
  /** It stands below commands, and the prose between announces output. */
  readonly isOutput: boolean;
};

/** Whether a block holds commands. */
export function isBash({ opening }: TextBlock): boolean {
  return syntaxOf(opening) === 'bash';
}

/** Writes a block as fences. */
export function writeTextBlock(block: TextBlock): Written {
  if (isBash(block)) return writeCommands(block);
  const { rows } = block;
  const reads = readRows(rows, readElided);
  const output = block.isOutput ? outputFence(reads) : undefined;
  if (output) {
    const remarks = [...changingNotes(rows), ...lossNotes(reads)];
    return { lines: fenceLines(output.info, output.lines), remarks };
  }
  const syntax = syntaxOf(block.opening);
  const language = syntax === 'plain' || syntax === '' ? 'text' : syntax;
  return {
    lines: fenceLines(
      language,
      rows.map(({ text }) => text),
    ),
    remarks: [],
  };
}

function syntaxOf({ words, values }: Shortcode): string {
  return values.get('syntax') ?? words[0] ?? '';
}

function writeCommands(block: TextBlock): Written {
  const { opening } = block;
  const { options, remarks } = optionsOf(block);
  const expand = (opening.values.get('expandlinks') ?? opening.words[3]) !== 'false';
  const rows = expand ? block.rows.map((row) => ({ ...row, text: withoutLinkMarks(row.text) })) : block.rows;
  if (!isTranscript(rows)) {
    return {
      lines: fenceLines(
        infoText('bash', options),
        rows.map(({ text }) => text),
      ),
      remarks,
    };
  }
  const outputLanguage = opening.values.get('outputis') ?? opening.words[1];
  const written = writeExchanges(
    readExchanges(rows, { continuation: 'while-open', statuses: false, comments: 'prose' }),
    {
      meaning: options.skip === undefined ? 'shown' : 'example',
      readLine: readElided,
      silence: false,
      anyStatus: false,
      ...(outputLanguage ? { outputLanguage } : {}),
      language: 'bash',
      options,
      others: [],
    },
  );
  return { lines: written.lines, remarks: [...remarks, ...written.remarks] };
}

/** `@samples/x.yaml@` is a link on the page; a reader copies the path. */
function withoutLinkMarks(text: string): string {
  return text.replace(/@([\w./-]+)@/g, '$1');
}

function optionsOf({ opening, rows, at, otherTab }: TextBlock): {
  readonly options: FenceOptions;
  readonly remarks: readonly Remark[];
} {
  const id = opening.values.get('snip_id');
  const name = id === undefined || id === 'none' ? undefined : nameLike(id);
  const [shortcode] = shortcodesIn(rows.map(({ text }) => text).join('\n'));
  const options: Record<string, string> = name === undefined ? {} : { name };
  const remarks: Remark[] = [];
  if (shortcode !== undefined) {
    options.skip = `it needs the value of ${shortcode}`;
    const message = `A command has the shortcode \`${shortcode}\`: write its value, or a variable, and take \`skip\` away.`;
    remarks.push({ kind: 'note', at, message });
  } else if (otherTab !== undefined) {
    options.skip = `tab ${otherTab}`;
    const message = `Of the tabs only the first is run: for \`${otherTab}\` move the \`skip\` to the others.`;
    remarks.push({ kind: 'note', at, message });
  } else if (id === 'none') options.skip = 'not tested in the source';
  return { options, remarks };
}
