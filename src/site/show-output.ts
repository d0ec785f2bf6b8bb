import type { Code, Nodes, PhrasingContent, RootContent } from 'mdast';
import type { Expectation, Runbook } from '../engine/model/runbook.ts';
import { code, element, text } from './element.ts';
import { limits } from './phrase.ts';

/** The `output` fences of a runbook, by the line they begin on. Those without an expectation are only shown. */
export type Outputs = ReadonlyMap<number, Expectation | undefined>;

/** Where the expected outputs of a runbook stand, from the parse that `runbook exec` judges by. */
export function outputsOf({ steps }: Runbook): Outputs {
  const blocks = steps.flatMap((step) => step.blocks);
  const checked = blocks.flatMap(({ segments }) => segments.flatMap(({ expectations }) => expectations));
  return new Map<number, Expectation | undefined>([
    ...blocks.flatMap(({ examples = [] }) => examples.map(({ start }) => [start.line, undefined] as const)),
    ...checked.filter(isOutput).map((expectation) => [expectation.span.start.line, expectation] as const),
  ]);
}

/** Whether an expectation is a fence of its own and no line in the block. */
export function isOutput({ kind }: Expectation): boolean {
  return kind === 'output' || kind === 'json-output';
}

/** What the block above prints, as a reader sees it: how to read it, and the lines. Copying commands leaves it out. */
export function showOutput(node: Code, expectation: Expectation | undefined): Nodes {
  const isJson = node.lang?.toLowerCase() === 'json';
  const said = expectation
    ? sentence(expectation)
    : [text(isJson ? 'It prints JSON like this:' : 'It prints something like this:')];
  const shown = { ...node, lang: isJson ? 'json' : 'text', meta: null } as RootContent;
  const className = expectation ? 'rb-output' : 'rb-output rb-example';
  return element('div', { className }, [element('p', {}, said), shown]);
}

function sentence(expectation: Expectation): PhrasingContent[] {
  const { kind, args } = expectation;
  const exact = typeof args === 'object' && args !== null && 'exact' in args && args.exact === true;
  const values = exact ? 'You should see exactly this JSON' : 'You should see JSON with these values';
  const lines = exact ? 'You should see exactly this' : 'You should see this in the output';
  const start = text(kind === 'json-output' ? values : lines);
  const holes = /\.\.\.|…/u.test(expectation.text)
    ? [text('; '), code('...'), text(' stands for anything')]
    : [];
  return [start, ...limits(expectation), ...holes, text(':')];
}
