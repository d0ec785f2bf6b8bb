import type { Edit } from '../../format/edits.ts';
import { lineText } from '../../parse/lines.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type MarkedFence, markedFences, markOf } from '../killercoda/marks.ts';
import { readCourse } from '../killercoda/read-course.ts';
import { isCommandLine } from '../prose/command-line.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Commands to click on',
    source: lines(
      'List it with `ls -lh`{{exec}} first.',
      '',
      'Then make it:',
      '',
      '```',
      'mkdir -p shop',
      'cd shop',
      '```{{exec}}',
    ),
    runbook: lines(
      'List it with `ls -lh` first.',
      '',
      '```bash',
      'ls -lh',
      '```',
      '',
      'Then make it:',
      '',
      '```bash',
      'mkdir -p shop',
      'cd shop',
      '```',
    ),
  },
];

/** Scenarios of Killercoda, and of Katacoda before it: an `index.json`, or the text of one step. */
export const killercoda: ImportFormat = {
  name: 'killercoda',
  summary: 'Scenarios of Killercoda: `index.json` with the steps it names, or a step with `{{exec}}` in it.',
  examples,
  compose: readCourse,
  detect: clueOf,
  convert,
};

const inline = /`([^`\n]+)`\{\{\s*(?:(?:exec|execute|copy)\b[^{}]*)?\}\}/g;

function clueOf({ lines: { text } }: ImportSource): Clue | undefined {
  const found = /`\{\{\s*(?:exec|execute|copy)\b[^{}]*\}\}/.exec(text);
  return found ? { strength: 'sure', at: found.index + 1, what: `\`${found[0].slice(1)}\`` } : undefined;
}

function convert(source: ImportSource): Conversion {
  const fences = markedFences(source.lines);
  const blocks = fences.map((fence) => convertFence(fence, source));
  const prose = convertProse(source, fences);
  return {
    edits: [...blocks.flatMap(({ edits }) => edits), ...prose.edits],
    remarks: [...blocks.flatMap(({ remarks }) => remarks), ...prose.remarks],
  };
}

/** A block that is run by a click, or copied and looks like commands, becomes one that runs. */
function convertFence(fence: MarkedFence, { lines: own }: ImportSource): Conversion {
  const { first, last, language, mark } = fence;
  if (!mark) return { edits: [], remarks: [] };
  const start = own.starts[first - 1] ?? 0;
  const end = own.starts[last - 1] ?? own.text.length;
  const opening = lineText(own, first);
  const closing = lineText(own, last);
  const isShell = /^(?:bash|sh|shell|plain|text|)$/.test(language);
  const typed = isShell && isCommandLine(lineText(own, first + 1));
  const runs = mark.kind === 'exec' || (mark.kind === 'copy' && typed);
  const marks = /^\s*(?:`{3,}|~{3,})/.exec(opening)?.[0] ?? '';
  const shown = language === 'bash' || language === 'sh' || language === 'shell' ? `${marks}text` : opening;
  const edits: Edit[] = [
    { from: start, to: start + opening.length, text: runs ? `${marks}bash` : shown },
    { from: end, to: end + closing.length, text: closing.replace(/\s*\{\{[^{}]*\}\}\s*$/, '') },
  ];
  const at = { from: end, to: end + closing.length };
  return { edits, remarks: mark.interrupt ? [interruptNote(at)] : [] };
}

function interruptNote(at: Remark['at']): Remark {
  const message =
    'The click ends what runs before (Ctrl+C): end it by `kill %1`, or give it a fence with `skip`.';
  return { kind: 'note', at, message };
}

/** Commands in the middle of a text stay there as code, and get a block below their paragraph. */
function convertProse({ lines: own, lineEnd }: ImportSource, fences: readonly MarkedFence[]): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  let waiting: { readonly command: string; readonly indent: string }[] = [];
  const inFence = new Set(
    fences.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    ),
  );
  for (let line = 1; line <= own.starts.length; line += 1) {
    if (inFence.has(line)) continue;
    const text = lineText(own, line);
    const start = own.starts[line - 1] ?? 0;
    const indent = ' '.repeat(/^\s*(?:[-*+]|\d+[.)])?\s*/.exec(text)?.[0].length ?? 0);
    for (const found of text.matchAll(inline)) {
      const [whole, command = ''] = found;
      const from = start + found.index + command.length + 2;
      edits.push({ from, to: start + found.index + whole.length, text: '' });
      const mark = markOf(whole.slice(command.length + 2));
      if (mark?.interrupt) remarks.push(interruptNote({ from, to: from }));
      if (mark?.kind === 'exec') waiting.push({ command, indent });
    }
    const isEnd =
      line === own.starts.length || inFence.has(line + 1) || lineText(own, line + 1).trim() === '';
    if (waiting.length === 0 || !isEnd) continue;
    const prefix = waiting[0]?.indent ?? '';
    const rows = [
      '',
      '',
      '```bash',
      ...waiting.map(({ command }) => command),
      '```',
      ...(inFence.has(line + 1) ? [''] : []),
    ];
    const shown = rows
      .map((row, index) => (row === '' || index === 0 ? '' : `${prefix}${row}`))
      .join(lineEnd);
    edits.push({ from: start + text.length, to: start + text.length, text: shown });
    waiting = [];
  }
  return { edits, remarks };
}
