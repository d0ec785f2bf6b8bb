import { frontMatterKeys } from '../parse/front-matter-keys.ts';
import { type Lines, lineText, pointAt } from '../parse/lines.ts';
import type { Fault, Rule } from './rule.ts';

/** What is wrong with the marks of a head, as message and hint. */
type Stray = Pick<Fault, 'message' | 'hint'>;

/** How many lines are looked at for a head that comes too late. */
const reach = 5;

/** Finds a head that Markdown doesn't take for front matter, so that all it says is lost. */
export const strayHead: Rule = {
  code: 'parse/bad-front-matter',
  severity: 'error',
  check({ lines, hasHead }, report) {
    for (let line = 1; line <= reach && !hasHead; line += 1) {
      const mark = lineText(lines, line).trimEnd();
      if (mark === '') continue;
      const stray = strayAt(lines, line, mark);
      if (!stray) return;
      const end = pointAt(lines, line, mark.length + 1);
      report({ ...stray, span: { file: lines.file, start: pointAt(lines, line, 1), end } });
      return;
    }
  },
};

function strayAt(lines: Lines, line: number, mark: string): Stray | undefined {
  const key = /^([A-Za-z_]+)\s*[:=](?:\s|$)/.exec(lineText(lines, line + 1))?.[1] ?? '';
  if (line === 1 && (mark === '---' || mark === '+++')) return key ? unclosed(mark) : undefined;
  if (!Object.hasOwn(frontMatterKeys, key) && key !== 'runbook') return undefined;
  const [, dashes, pluses] = /^\s*(?:(-{3,})|(\+{3,}))$/.exec(mark) ?? [];
  if (dashes === undefined && pluses === undefined) return undefined;
  if (mark !== '---' && mark !== '+++') {
    const message = `Front matter begins and ends with exactly three ${dashes ? 'dashes' : 'plus signs'}.`;
    return { message, hint: `Write \`${dashes ? '---' : '+++'}\`.` };
  }
  const message = 'Front matter is only read when it begins on the first line.';
  return { message, hint: 'Remove what stands above it.' };
}

function unclosed(mark: string): Stray {
  return {
    message: 'The front matter is never closed.',
    hint: `Put \`${mark}\` on a line below its last key.`,
  };
}
