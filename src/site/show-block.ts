import type { Code, Nodes, RootContent } from 'mdast';
import type { Block, Statement } from '../engine/model/runbook.ts';
import { code, element, text } from './element.ts';
import { phrase } from './phrase.ts';
import { lookCommand } from './show-assert.ts';
import { isOutput } from './show-output.ts';

/**
 * A block as a reader sees it: the commands alone, so that copying gives nothing else, and under them what to expect
 * in words. A manifest is shown as the `kubectl apply` that does the same; what an assert block asks for as YAML, with
 * the command to look at it.
 * @param id Anchor of the block; none when its step's heading already has that name.
 */
export function showBlock(block: Block, node: Code, id: string | undefined): Nodes {
  const extras = [...notes(block), ...expected(block)];
  if (block.kind === 'assert') extras.push(lookCommand(block, node));
  const lang = block.kind === 'assert' ? 'yaml' : 'bash';
  const shown = { ...node, lang, meta: null, value: commands(block, node) };
  return element('div', { className: 'rb-block', ...(id ? { id } : {}) }, [shown, ...extras]);
}

function commands(block: Block, node: Code): string {
  const first = (node.position?.start.line ?? 0) + 1;
  if (block.kind === 'assert') return node.value.trim();
  const directives = new Set(directiveLines(block));
  const lines = node.value.split('\n').filter((_, index) => !directives.has(first + index));
  const value = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const action = block.segments[0]?.statements[0]?.action;
  if (action?.kind !== 'apply') return value;
  const namespace = action.namespace ? ` -n ${action.namespace}` : '';
  return `kubectl --context ${action.cluster} apply${namespace} -f - <<'EOF'\n${value}\nEOF`;
}

function directiveLines(block: Block): number[] {
  const waits = block.segments
    .flatMap((segment) => segment.statements)
    .flatMap(({ action }) => (action.kind === 'shell' ? action.waits : []));
  const lines = block.segments.flatMap(({ expectations }) => expectations.filter((each) => !isOutput(each)));
  const spans = [...lines, ...waits].map(({ span }) => span);
  return spans.map((span) => span.start.line);
}

function notes(block: Block): RootContent[] {
  const { manual, skip, cleanup } = block.options;
  const said = [
    ...(manual ? ['Done by hand: a run without a person at the terminal leaves this out.'] : []),
    ...(skip === undefined ? [] : [`Shown, not run${skip ? `: ${skip}` : ''}.`]),
    ...(cleanup ? ['Runs at the end in any case, also after a failure.'] : []),
  ];
  return said.map((note) => element('p', { className: 'rb-note' }, [text(note)]));
}

function expected(block: Block): RootContent[] {
  const judged = block.segments
    .map(({ statements, expectations }) => ({
      statements,
      expectations: expectations.filter((each) => !isOutput(each)),
    }))
    .filter(({ expectations }) => expectations.length > 0);
  return judged.map((segment) => {
    const items = segment.expectations.map((expectation) => element('li', {}, phrase(expectation)));
    const after = judged.length > 1 ? segment.statements.at(-1) : undefined;
    const where = after ? [element('p', {}, [text('After '), code(shortened(after)), text(':')])] : [];
    return element('div', { className: 'rb-expect' }, [...where, element('ul', {}, items)]);
  });
}

/** Enough of a command for a reader to find it in the block above. */
function shortened({ action }: Statement): string {
  if (action.kind === 'apply') return 'kubectl apply';
  if (action.kind === 'assert') return 'kubectl get';
  const line =
    action.script
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
