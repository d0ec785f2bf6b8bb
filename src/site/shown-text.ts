import type { Code } from 'mdast';
import type { Block } from '../engine/model/runbook.ts';
import { expectationsOf, statementsOf } from '../engine/model/statements.ts';
import { isOutput } from './mark.ts';

/** The text of a shell block without its directives, by the lines that the engine says they are on. */
export function shownText(block: Block, node: Code): string {
  const directives = new Set(directiveLines(block));
  const first = block.span.start.line + 1;
  const lines = node.value.split('\n').filter((_, index) => !directives.has(first + index));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function directiveLines(block: Block): number[] {
  const waits = statementsOf([block]).flatMap(({ action }) => (action.kind === 'shell' ? action.waits : []));
  const lines = expectationsOf([block]).filter((each) => !isOutput(each));
  return [...lines, ...waits].map(({ span }) => span.start.line);
}
