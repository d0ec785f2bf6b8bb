import { posix } from 'node:path';
import type { Edit } from '../../format/edits.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { infoText, wordsThatStay } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type Attributes, attributesOf } from '../runme/attributes.ts';
import { type Cell, readCell } from '../runme/cell.ts';
import { headOf } from '../runme/head.ts';
import { infoNote, shells } from '../transcript/dialect.ts';
import { isTranscript, readExchanges } from '../transcript/exchange.ts';
import { readElided } from '../transcript/expected-line.ts';
import { writeExchanges } from '../transcript/write-exchanges.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Attributes as JSON',
    source: lines('```sh {"cwd":"..","excludeFromRunAll":"true","name":"wipe"}', 'rm -rf out', '```'),
    runbook: lines('```sh name=wipe dir=.. skip="excludeFromRunAll in Runme"', 'rm -rf out', '```'),
  },
  {
    title: 'Attributes as words',
    source: lines('```sh { name=watch background=true }', 'npm run watch', '```'),
    runbook: lines(
      '```sh name=watch',
      'npm run watch',
      '# suggested: end the command in & and say below it when it is ready',
      '```',
    ),
    remarks: ['The command runs in the background: end it in `&`, and say below it when it is ready.'],
  },
];

/** Markdown for Runme: attributes in braces behind a fence's language. */
export const runme: ImportFormat = {
  name: 'runme',
  summary: 'Runme notebooks: `sh {"name":"x"}` or `sh { name=x }` behind the marks of a fence.',
  examples,
  detect: clueOf,
  convert,
};

function clueOf(source: ImportSource): Clue | undefined {
  const first = source.fences.find((fence) => attributesOf(fence) !== undefined);
  if (first) return { strength: 'sure', at: first.infoAt.from, what: `the fence \`${first.infoAt.text}\`` };
  return headOf(source)?.clue;
}

function convert(source: ImportSource): Conversion {
  const head = headOf(source);
  const edits: Edit[] = [];
  const remarks: Remark[] = [...(head?.remarks ?? [])];
  const forEditor = new Map<string, FenceSource>();
  for (const fence of source.fences) {
    const language = languageOf(fence);
    const attributes = withFolder(attributesOf(fence), language === undefined ? undefined : head?.cwd);
    if (!attributes) continue;
    if (language === undefined) {
      remarks.push(
        infoNote(fence, `\`${fence.language}\` is not run by runbook: the block is left as it is.`),
      );
      continue;
    }
    const cell = readCell(attributes, fence);
    edits.push(...cellEdits(fence, { attributes, language, cell }, source));
    remarks.push(...cell.remarks);
    for (const key of cell.forEditor) if (!forEditor.has(key)) forEditor.set(key, fence);
  }
  for (const [key, fence] of forEditor) {
    remarks.push(infoNote(fence, `\`${key}\` of Runme concerns its editor and is left out, here and below.`));
  }
  return { edits, remarks };
}

/** The folder that the front matter gives to all cells: a cell's own is seen from there. */
function withFolder(attributes: Attributes | undefined, cwd: string | undefined): Attributes | undefined {
  if (cwd === undefined) return attributes;
  const own = attributes?.get('cwd');
  const folder = own === undefined ? cwd : posix.isAbsolute(own) ? own : posix.join(cwd, own);
  return new Map([...(attributes ?? []), ['cwd', folder]]);
}

function languageOf({ language }: FenceSource): string | undefined {
  if (shells.has(language)) return language;
  return language === 'zsh' || language === 'shellscript' || language === 'console' ? 'bash' : undefined;
}

type Read = { readonly attributes: Attributes; readonly language: string; readonly cell: Cell };

/** Only the info string changes, but for prompts, which Runme drops before it runs a cell. */
function cellEdits(fence: FenceSource, { language, cell }: Read, { lineEnd }: ImportSource): readonly Edit[] {
  const others = wordsThatStay(fence, 'shell');
  if (isTranscript(fence.rows)) {
    const parts = readExchanges(fence.rows, {
      continuation: 'while-open',
      statuses: false,
      comments: 'prose',
    });
    const written = writeExchanges(parts, {
      meaning: 'example',
      readLine: readElided,
      silence: false,
      anyStatus: false,
      language,
      others,
      ...cell,
    });
    return [replaceFence(fence, written.lines, lineEnd)];
  }
  const end = fence.rows.at(-1)?.to;
  const tail = cell.tail.map((line) => `${lineEnd}${fence.prefix}${line}`).join('');
  return [
    { ...fence.infoAt, text: infoText(language, cell.options, others) },
    ...(end !== undefined && tail !== '' ? [{ from: end, to: end, text: tail }] : []),
  ];
}
