import type { Code, Nodes } from 'mdast';
import type { Block, Expectation, Segment, Statement } from '../engine/model/runbook.ts';
import { code, element, text } from './element.ts';
import { phrase } from './phrase.ts';

/**
 * A block as a reader sees it: the commands alone, so that copying gives nothing else, and under them what to expect
 * in words. A manifest is shown as the `kubectl apply` that does the same.
 * @param id Anchor of the block; none when its step's heading already has that name.
 */
export function showBlock(block: Block, node: Code, id: string | undefined): Nodes {
  const shown = { ...node, lang: 'bash', meta: null, value: commands(block, node) };
  const extras = [...notes(block), ...expected(block)];
  return element('div', { className: 'rb-block', ...(id ? { id } : {}) }, [shown, ...extras]);
}

function commands(block: Block, node: Code): string {
  const first = (node.position?.start.line ?? 0) + 1;
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
  const spans = [...block.segments.flatMap((segment) => segment.expectations), ...waits].map(
    ({ span }) => span,
  );
  return spans.map((span) => span.start.line);
}

function notes(block: Block): Nodes[] {
  const { manual, skip, cleanup } = block.options;
  const said = [
    ...(manual ? ['Done by hand: a run without a person at the terminal leaves this out.'] : []),
    ...(skip === undefined ? [] : [`Shown, not run${skip ? `: ${skip}` : ''}.`]),
    ...(cleanup ? ['Runs at the end in any case, also after a failure.'] : []),
  ];
  return said.map((note) => element('p', { className: 'rb-note' }, [text(note)]));
}

function expected(block: Block): Nodes[] {
  const judged = block.segments.filter((segment) => segment.expectations.length > 0);
  if (judged.length === 0) return [];
  const items = judged.flatMap((segment) =>
    segment.expectations.map((expectation) => item(expectation, judged.length > 1 ? segment : undefined)),
  );
  return [element('ul', { className: 'rb-expect', ariaLabel: 'What to expect' }, items)];
}

function item(expectation: Expectation, segment: Segment | undefined): ReturnType<typeof element> {
  const after = segment?.statements.at(-1);
  const where = after ? [text('After '), code(shortened(after)), text(': ')] : [];
  return element('li', {}, [...where, ...phrase(expectation)]);
}

/** Enough of a command for a reader to find it in the block above. */
function shortened({ action }: Statement): string {
  if (action.kind === 'apply') return 'kubectl apply';
  const line =
    action.script
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
