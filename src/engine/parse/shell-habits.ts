import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { plainText } from './characters.ts';
import { reportEndless } from './endless.ts';
import { reportInteractive } from './interactive.ts';
import { lookalikeProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import type { ShellFence } from './shell-block.ts';
import { reportCharacters } from './shell-characters.ts';

/** Reports habits of other places that bash reads without complaint and that don't do what they look like. */
export function reportHabits(fence: ShellFence, unit: Unit): void {
  const script = fence.block.text.slice(unit.from, unit.to);
  if (reportDirective(fence, unit, script)) return;
  reportCharacters(fence, unit);
  if (fence.tty) return;
  reportEndless(fence, unit);
  reportInteractive(fence, unit);
}

const prompt = /^[ \t]*(\$|❯|➜|▶|[\w.-]+@[\w.-][^\s$#]*[$#])[ \t]+\S/mu;

/** Reports the first prompt of a transcript; its other lines are commands with prompts, and output. */
export function reportTranscript(fence: ShellFence): boolean {
  const found = prompt.exec(fence.block.text);
  if (!found || /\S/.test(fence.block.text.slice(0, found.index).replace(/^\s*#.*$/gm, ''))) return false;
  const [whole, written = ''] = found;
  const message = `\`${written}\` is the prompt of a shell, which bash would run as a command.`;
  const hint = 'Remove it, or let `runbook import` turn the transcript into a block and its output.';
  const from = found.index + whole.indexOf(written);
  const span = spanIn(fence.block, from, from + written.length);
  fence.report({ code: 'parse/prompt', severity: 'error', message, hint, span });
  return true;
}

/** `// expect: x` and `expect: x` are commands to bash. */
function reportDirective(fence: ShellFence, unit: Unit, script: string): boolean {
  const line = script.split('\n', 1)[0] ?? '';
  const [, words] =
    /^(?:(?:\/\/|--|;|%|#)\s*)?((?:expect|wait)(?: +(?:[a-z]+|\d+(?:ms|s|m|h)))*:.*)$/.exec(
      plainText(line),
    ) ?? [];
  if (words === undefined) return false;
  const recognised = recognise(`# ${words}`);
  if (recognised.kind !== 'expect' && recognised.kind !== 'wait') return false;
  const span = spanIn(fence.block, unit.from, unit.from + line.length);
  fence.report({ severity: 'error', ...lookalikeProblem(line, `# ${words}`, span, 'a command to bash') });
  return true;
}
