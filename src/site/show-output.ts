import type { Code, Nodes, PhrasingContent } from 'mdast';
import type { Expectation } from '../engine/model/runbook.ts';
import { code, element, text, verbatim } from './element.ts';
import { limits } from './phrase.ts';

/** What the block above prints, as a reader sees it: how to read it, and the lines. Copying commands leaves it out. */
export function showOutput(node: Code, expectation: Expectation | undefined): Nodes {
  const isJson = node.lang?.toLowerCase() === 'json';
  const said = expectation
    ? sentence(expectation)
    : [text(isJson ? 'It prints JSON like this:' : 'It prints something like this:')];
  const shown = element('pre', { tabIndex: 0 }, [verbatim('samp', {}, node.value)]);
  const className = expectation ? 'rb-output' : 'rb-output rb-example';
  return element('div', { className }, [element('p', {}, said), shown]);
}

/** What the words of a fence say of how it is compared. */
type FenceWords = { readonly exact?: boolean; readonly verbatim?: true; readonly unordered?: true };

function sentence(expectation: Expectation): PhrasingContent[] {
  const { kind, args } = expectation;
  const { exact, verbatim: isVerbatim, unordered } = args as FenceWords;
  const values = exact ? 'You should see exactly this JSON' : 'You should see JSON with these values';
  const lines = exact ? 'You should see exactly this' : 'You should see this in the output';
  const how = `${isVerbatim ? ', to the last blank' : ''}${unordered ? ', in any order' : ''}`;
  const start = text((kind === 'json-output' ? values : lines) + how);
  const holes =
    !isVerbatim && /\.\.\.|…/u.test(expectation.text)
      ? [text('; '), code('...'), text(' stands for anything')]
      : [];
  return [start, ...limits(expectation), ...holes, text(':')];
}
