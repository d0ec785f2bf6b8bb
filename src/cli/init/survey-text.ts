import { unifiedDiff } from '../../engine/format/unified-diff.ts';
import { painter } from '../../engine/report/style.ts';
import type { Printer } from '../io.ts';
import { showDiff } from '../show-diff.ts';
import { parts } from './parts.ts';
import type { OwnFile, Survey } from './survey.ts';

/** What would be written as a diff, and what is left alone with what it lacks. */
export function surveyText({ missing, there, own, unasked }: Survey, printer: Printer): string {
  const paint = painter(printer.color);
  const lines = [
    ...missing.map(({ file, text }) =>
      showDiff(unifiedDiff({ file, before: undefined, after: text }), printer),
    ),
    ...own.map((item) => `${paint('bold', item.file)} ${whatItLacks(item, printer)}`),
    ...there.map(({ what, why }) => `${paint('bold', what)} is there${why === '' ? '' : `: ${why}`}\n`),
    unaskedText(unasked),
  ];
  return lines.join('');
}

function unaskedText(unasked: Survey['unasked']): string {
  if (unasked.length === 0) return '';
  const tools = unasked.map((name) => ({ tool: name, ...parts[name] }).tool);
  const options = unasked.map((name) => `\`--with ${name}\``);
  return `No sign of ${listed(tools)} here: ${listed(options)} adds what it needs all the same\n`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function whatItLacks(own: OwnFile, printer: Printer): string {
  if ('lines' in own) {
    const lines = own.lines.map((line) => `    ${line}`.trimEnd()).join('\n');
    return `is yours and stays as it is. Add to it:\n\n${lines}\n\n`;
  }
  if (own.before === undefined) return 'is there, is no text, and stays as it is\n';
  const diff = unifiedDiff({ file: own.file, before: own.before, after: own.text });
  return `is yours and stays as it is. Had it not been there, it would read:\n\n${showDiff(diff, printer)}\n`;
}
