import type { Json } from '../model/json.ts';

/** Characters of a document that are read at most: beyond it a tool that filters is the better check. */
const longest = 64 * 1024 * 1024;

type Fault = { readonly actual: string; readonly hint: string };

/** A JSON document that comes in pieces. */
type JsonText = {
  take(piece: string): boolean;
  value(): { readonly value: Json } | { readonly fault: Fault };
};

/** Collects an output and reads it as one JSON document. */
export function readJson(): JsonText {
  let text = '';
  return {
    take: (piece) => {
      text += piece;
      return text.length > longest;
    },
    value: () => (text.length > longest ? { fault: tooLong } : parseText(text)),
  };
}

function parseText(text: string): ReturnType<JsonText['value']> {
  if (text.trim() === '') return { fault: { actual: 'no output on standard output', hint: askForJson } };
  try {
    return { value: JSON.parse(text) as Json };
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
