import { forEachChild, type SyntaxNode } from 'unbash';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { unseenIn } from './characters.ts';
import type { ShellFence } from './shell-block.ts';
import { isData } from './shell-lint.ts';

/**
 * Reports what a word processor or a web page put into a command, where bash takes it for a part of a word: blanks
 * that are none, characters that nobody sees, round quotes, dashes in front of options. In quotes they may be meant.
 */
export function reportCharacters(fence: ShellFence, unit: Unit): void {
  const text = fence.block.text.slice(unit.from, unit.to);
  if (!/[^\u0000-\u007f]/.test(text)) return;
  const bare = (at: number) => isInWord(unit, unit.from + at) && !isData(unit, unit.from + at);
  const unseen = unseenIn(text).find(({ at }) => bare(at));
  if (unseen) {
    const message = `There is ${unseen.name} in this command, which bash takes for a part of the word.`;
    const hint = 'Delete it, and type a space if one is meant.';
    report(
      fence,
      { code: 'parse/invisible-character', severity: 'error', message, hint },
      unit.from + unseen.at,
    );
  }
  const typographic = [...text.matchAll(/[“”„‘’]|(?<=\s)[–—](?=[A-Za-z])/gu)].find(({ index }) =>
    bare(index),
  );
  if (typographic) report(fence, typographicProblem(typographic[0]), unit.from + typographic.index);
}

type Problem = Omit<Diagnostic, 'span'>;

function typographicProblem(character: string): Problem {
  const dash = /[–—]/u.test(character);
  const message = dash
    ? `\`${character}\` begins no option: bash hands it on like a letter.`
    : `\`${character}\` is no quote to bash: it becomes a part of the word.`;
  const hint = dash ? 'Write `-` or `--`.' : 'Write `"` or `\'`.';
  return { code: 'parse/typographic-character', severity: 'warning', message, hint };
}

function report(fence: ShellFence, problem: Problem, at: number): void {
  fence.report({ ...problem, span: spanIn(fence.block, at, at + 1) });
}

/** Whether an offset is in a word of a command rather than in a comment inside it. */
function isInWord(unit: Unit, offset: number): boolean {
  let found = false;
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.type === 'Word' && node.pos <= offset && offset < node.end) found = true;
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return found;
}
