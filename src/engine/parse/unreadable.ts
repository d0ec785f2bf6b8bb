import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { plainText } from './characters.ts';
import { lookalikeProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import type { ShellFence } from './shell-fence.ts';

/** Reports a shell block whose body is something else than commands: it ends too late, or is a transcript. */
export function reportUnreadable(fence: ShellFence): boolean {
  return reportOpenFence(fence) || reportTranscript(fence);
}

/**
 * Reports a fence that opens inside a shell block: the closing line of the block above it is missing. A here-document
 * with a fence in it needs longer marks around the block, since the inner fence's end would close that one.
 */
function reportOpenFence({ block, report }: ShellFence): boolean {
  const inner = /^[ \t]*(`{3,}|~{3,})[ \t]*[A-Za-z][^`\n]*$/m.exec(block.text);
  if (!inner || /^[ \t]*(?:`{3,}|~{3,})[ \t]*$/m.test(block.text.slice(inner.index + inner[0].length)))
    return false;
  const from = inner.index + inner[0].search(/\S/);
  const message = 'This fence opens inside another one: the block above it is never closed.';
  const hint = `Put ${inner[1]} on a line of its own above it.`;
  const span = spanIn(block, from, inner.index + inner[0].length);
  report({ code: 'parse/unclosed-fence', severity: 'error', message, hint, span });
  return true;
}

const prompt = /^[ \t]*(\$|❯|➜|▶|[\w.-]+@[\w.-][^\s$#]*[$#])[ \t]+\S/mu;

/** Reports the first prompt of a transcript; its other lines are commands with prompts, and output. */
function reportTranscript(fence: ShellFence): boolean {
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

/** Reports `// expect: x` and `expect: x`, which are commands to bash. */
export function reportLookalikeCommand(fence: ShellFence, unit: Unit): boolean {
  const line = fence.block.text.slice(unit.from, unit.to).split('\n', 1)[0] ?? '';
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
