import type { Code, Nodes, PhrasingContent } from 'mdast';
import type { Expectation } from '../engine/model/runbook.ts';
import { code, element, text, verbatim } from './element.ts';
import { limits } from './phrase.ts';
import type { Wording } from './wording.ts';

/** What the block above prints, as a reader sees it: how to read it, and the lines. Copying commands leaves it out. */
export function showOutput(node: Code, expectation: Expectation | undefined, wording: Wording): Nodes {
  const isJson = node.lang?.toLowerCase() === 'json';
  const said = expectation
    ? sentence(expectation, wording)
    : [text(wording.say(isJson ? 'printsJson' : 'printsText'))];
  const shown = element('pre', { tabIndex: 0 }, [verbatim('samp', {}, node.value)]);
  const className = expectation ? 'rb-output' : 'rb-output rb-example';
  return element('div', { className }, [element('p', {}, said), shown]);
}

/** What the words of a fence say of how it is compared. */
type FenceWords = { readonly exact?: boolean; readonly verbatim?: true; readonly unordered?: true };

function sentence(expectation: Expectation, wording: Wording): PhrasingContent[] {
  const { say } = wording;
  const { kind, args } = expectation;
  const { exact, verbatim: isVerbatim, unordered } = args as FenceWords;
  const values = say(exact ? 'seeExactJson' : 'seeJson');
  const lines = say(exact ? 'seeExactLines' : 'seeLines');
  const how = (isVerbatim ? say('toLastBlank') : '') + (unordered ? say('inAnyOrder') : '');
  const start = text((kind === 'json-output' ? values : lines) + how);
  const holes =
    !isVerbatim && /\.\.\.|…/u.test(expectation.text)
      ? wording.nodes('anything', { dots: [code('...')] })
      : [];
  return [start, ...limits(expectation, wording), ...holes, text(':')];
}
