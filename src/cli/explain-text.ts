import type { Explanation } from '../engine/diagnostics/explanations/explanation.ts';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { printable } from '../engine/diagnostics/printable.ts';
import { type DiagnosticCode, diagnosticCodes } from '../engine/model/codes.ts';
import type { Source } from '../engine/model/source.ts';
import { parse } from '../engine/parse.ts';
import { clip, type Paint, painter } from '../engine/report/style.ts';
import { wrap } from '../engine/report/wrap.ts';
import type { Printer } from './io.ts';

/** How what is printed looks; `columns` is the terminal's width. */
type Look = Pick<Printer, 'color' | 'columns'>;

/** Longer lines than this are hard to read. */
const widest = 88;

const indent = '  ';

/** All there is to say about a code: what it means, why it matters, an example, what `check` says to it, the fixed one. */
export function explainText(code: DiagnosticCode, explanation: Explanation, look: Look): string {
  const paint = painter(look.color);
  const room = Math.min(widest, look.columns) - indent.length;
  const prose = (text: string) => wrap(text, room).map((line) => inkCode(line, paint));
  const example = (text: string) => text.split('\n').map((line) => clip(printable(line), room - 2));
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['', prose(explanation.means)],
    ['Why it matters', prose(explanation.why)],
    ['Wrong', example(explanation.wrong).map((line) => paint('red', '- ') + line)],
    ['What runbook says', complaints(explanation, { color: look.color, columns: room })],
    ['Fixed', example(explanation.fixed).map((line) => paint('green', '+ ') + line)],
  ];
  const lines = sections
    .filter(([, body]) => body.length > 0)
    .flatMap(([title, body]) => [
      '',
      ...(title === '' ? [] : [paint('bold', title)]),
      ...body.map((line) => (line === '' ? '' : indent + line)),
    ]);
  const head = `${paint('bold', diagnosticCodes[code])}  ${paint('dim', `[${code}]`)}`;
  return `${[head, ...lines].join('\n')}\n`;
}

/** Every code with its title, by area. */
export function listText(codes: readonly DiagnosticCode[], { color }: Pick<Look, 'color'>): string {
  const paint = painter(color);
  const width = Math.max(...codes.map((code) => code.length));
  const areas = [...new Set(codes.map(areaOf))];
  const lines = areas.flatMap((area) => [
    paint('bold', `${area}  ${areaTitles[area] ?? ''}`.trimEnd()),
    ...codes
      .filter((code) => areaOf(code) === area)
      .map((code) => `${indent}${code.padEnd(width)}  ${diagnosticCodes[code]}`),
    '',
  ]);
  return `${[...lines, 'More about one: runbook explain CODE'].join('\n')}\n`;
}

/** The part of a code before its slash. */
function areaOf(code: string): string {
  return code.slice(0, code.indexOf('/'));
}

const areaTitles: Readonly<Record<string, string>> = {
  cli: 'the command line',
  export: 'export to other forms',
  machine: 'the machine',
  parse: 'the page',
  plan: 'what is to run',
  session: 'the shell of a run',
  target: 'clusters and tools',
};

/** What `runbook check` prints for the wrong example: read anew, so that it is what it really says. */
function complaints(explanation: Explanation, look: Look): readonly string[] {
  if (explanation.shown !== 'page') return [];
  const source: Source = { file: 'page.md', path: '/page.md', text: explanation.wrong };
  return parse(source)
    .diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, source.text, look))
    .join('\n\n')
    .split('\n');
}

function inkCode(line: string, paint: Paint): string {
  return line.replace(/`([^`]*)`/g, (_, code: string) => paint('cyan', `\`${code}\``));
}
