import type { Code } from 'mdast';
import { nearest } from '../diagnostics/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { blockText, spanIn } from './block-text.ts';
import { reportDiagram } from './diagram-fence.ts';
import { parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';
import { recognise } from './recognise.ts';
import type { Report } from './report.ts';

/** A fence that doesn't run, or indented code. `language` is empty when none is given. */
type Inert = {
  readonly lines: Lines;
  readonly code: Code;
  readonly language: string;
  readonly words: readonly string[];
  readonly fenced: boolean;
  readonly report: Report;
};

/** Languages that look as if they would run; an expectation in one of them is a check that nobody makes. */
const nearlyShell: ReadonlySet<string> = new Set(
  'bash-session command console dash fish ksh powershell pwsh sh-session shell-session shellsession terminal yaml yml zsh'.split(
    ' ',
  ),
);

/** Options that only a block which runs can have, and no other tool gives to one that doesn't. */
const running: ReadonlySet<string> = new Set(['cleanup', 'dir', 'manual', 'timeout', 'tty', 'within']);

/** Pages about runbooks show runbooks. */
const documents: ReadonlySet<string> = new Set(['diff', 'markdown', 'md', 'mdx']);

/** A block with a fence in it shows a page too, whatever its language says. */
const showsPage = /^[ \t]*(?:`{3,}|~{3,})/m;

/** Languages of their own that a slip of the finger could make of `bash` and `shell`. */
const ownLanguages: ReadonlySet<string> = new Set(['ash', 'bsh', 'dash', 'hash', 'nushell']);

/** Reports what in a block that doesn't run was meant for one that does, and diagrams that can't be drawn. */
export function reportInertFence(lines: Lines, code: Code, report: Report): undefined {
  if (!code.position) return undefined;
  const first = lineText(lines, code.position.start.line).slice(code.position.start.column - 1);
  const marks = /^(?:`{3,}|~{3,})[ \t]*/.exec(first)?.[0];
  const info = parseInfoString(marks === undefined ? '' : first.slice(marks.length).trimEnd(), 0);
  const words = info.words.filter(({ form }) => form === 'plain').map(({ key }) => key);
  const language = info.language.toLowerCase();
  const inert = { lines, code, language, words, fenced: marks !== undefined, report };
  if (language === 'diagram') {
    reportDiagram(blockText(lines, code.value, code.position.start.line + 1), report);
    return undefined;
  }
  reportLanguage(inert);
  if (nearlyShell.has(language)) reportOptions(inert);
  if (!documents.has(language) && !showsPage.test(code.value)) reportExpectations(inert);
  return undefined;
}

function reportLanguage(inert: Inert): void {
  const { language, words } = inert;
  const glued =
    /^(bash|sh|shell)[,:;=](.+)$/.exec(language) ??
    /^(ya?ml)[,:;](?=.*\b(?:apply|assert)\b)(.+)$/.exec(language);
  if (glued) {
    const message = `\`${language}\` is one word, and no language that runs: the block is only shown.`;
    const hint = `Write a blank behind \`${glued[1]}\`, and options as \`key=value\` or as bare words.`;
    complain(inert, { code: 'parse/glued-options', severity: 'error', message, hint });
    return;
  }
  if (words.includes('apply') && !/^ya?ml$/.test(language)) {
    const message = `\`apply\` works on \`yaml\` fences only: this \`${language}\` block is only shown.`;
    const hint = 'Write `yaml apply …`, with the manifest in YAML.';
    complain(inert, { code: 'parse/unknown-language', severity: 'error', message, hint });
    return;
  }
  const near =
    language.length > 2 && !ownLanguages.has(language) ? nearest(language, ['bash', 'shell']) : undefined;
  if (near === undefined || Math.abs(near.length - language.length) > 1) return;
  const message = `No language is called \`${language}\`: the block is only shown.`;
  complain(inert, {
    code: 'parse/unknown-language',
    severity: 'warning',
    message,
    hint: `Did you mean \`${near}\`?`,
  });
}

/** `console timeout=30s`: whoever writes a limit means the block to run. */
function reportOptions(inert: Inert): void {
  const { language, words } = inert;
  const yaml = /^ya?ml$/.test(language);
  // That `within` needs `apply` or `assert` is said where these are read.
  const option = words.find((word) => running.has(word) && !(yaml && word === 'within'));
  if (option === undefined || words.includes('apply') || words.includes('assert')) return;
  const message = `\`${option}\` does nothing here: this \`${language}\` block is only shown.`;
  const hint = yaml ? 'Write `yaml apply …`, or remove it.' : 'Fence the block with `bash`, or remove it.';
  const code = yaml ? 'parse/missing-option' : 'parse/unknown-language';
  complain(inert, { code, severity: 'error', message, hint });
}

function complain({ lines, code, report }: Inert, problem: Omit<Diagnostic, 'span'>): void {
  const { line, column } = code.position?.start ?? { line: 1, column: 1 };
  const end = lineText(lines, line).trimEnd().length + 1;
  const span = { file: lines.file, start: pointAt(lines, line, column), end: pointAt(lines, line, end) };
  report({ ...problem, span });
}

function reportExpectations({ lines, code, language, fenced, report }: Inert): void {
  const block = blockText(lines, code.value, (code.position?.start.line ?? 1) + (fenced ? 1 : 0));
  const certain = nearlyShell.has(language);
  const what = !fenced
    ? 'indented code'
    : language
      ? `a \`${language}\` block`
      : 'a block without a language';
  for (const [index, row] of block.text.split('\n').entries()) {
    const comment = row.trim();
    const { kind } = comment.startsWith('#') ? recognise(comment) : { kind: 'prose' };
    if (kind !== 'expect' && kind !== 'wait') continue;
    const from = (block.starts[index] ?? 0) + row.indexOf('#');
    const message = `\`${comment}\` stands in ${what}, which does not run: nothing is checked.`;
    const runs = /^ya?ml$/.test(language) ? '`yaml apply …`' : '`bash`';
    const hint = `Fence the block with ${runs}, or remove the line.`;
    const severity = certain ? 'error' : 'warning';
    report({
      code: 'parse/inert-expectation',
      severity,
      message,
      hint,
      span: spanIn(block, from, from + comment.length),
    });
  }
}
