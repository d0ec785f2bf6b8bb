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
    ...unasked.map((name) => {
      const { sign, summary } = { sign: '', ...parts[name] };
      return `No sign of ${sign}: \`--with ${name}\` adds ${summary} all the same\n`;
    }),
  ];
  return lines.join('');
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
