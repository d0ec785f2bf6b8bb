import type { Json } from '../model/json.ts';
import { parseJson } from './json-number.ts';
import type { Finding, Watch } from './kind.ts';

/** Characters of a document that are read at most: beyond it a tool that filters is the better check. */
const longest = 64 * 1024 * 1024;

type Fault = { readonly actual: string; readonly hint: string };

/** Looks at an output as one JSON document; what isn't JSON has nothing to be found in, with and without `not`. */
export function watchJson(findIn: (document: Json) => Finding): Watch {
  let text = '';
  return {
    take: ({ shown }) => {
      text += shown;
      return text.length > longest;
    },
    finding: () => {
      const read = text.length > longest ? { fault: tooLong } : parseText(text);
      return 'fault' in read ? { result: 'unknown', errored: false, ...read.fault } : findIn(read.value);
    },
  };
}

function parseText(text: string): { readonly value: Json } | { readonly fault: Fault } {
  if (text.trim() === '') return { fault: { actual: 'no output on standard output', hint: askForJson } };
  try {
    return { value: parseJson(text) };
  } catch {
    const first = text.trimStart().split('\n')[0] ?? '';
    const shown = first.length > 80 ? `${first.slice(0, 79)}…` : first;
    return { fault: { actual: `standard output is not JSON: ${shown}`, hint: askForJson } };
  }
}

const askForJson =
  'Ask the command for JSON, for example with `-o json`, and let nothing else print in between.';

const tooLong: Fault = {
  actual: 'more than 64 MB of output',
  hint: 'Filter the document in the command, for example with a selector or `-o jsonpath`.',
};
