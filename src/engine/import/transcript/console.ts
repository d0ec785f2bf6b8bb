import type { FenceSource } from '../fence-source.ts';
import { wordsThatStay } from '../fence-text.ts';
import { convertFences, type Dialect, shells } from './dialect.ts';
import { isTranscript, joinedHeredoc } from './exchange.ts';
import { readElided } from './expected-line.ts';

const languages: ReadonlySet<string> = new Set([
  ...shells,
  '',
  'cmd',
  'console',
  'plaintext',
  'sh-session',
  'shell-session',
  'shellsession',
  'terminal',
  'text',
  'zsh',
]);

/** Pages that show commands behind `$ ` with what they print: nothing says how exactly it is meant. */
export const consoleDialect: Dialect = {
  name: 'a page with `$ ` prompts',
  clue: ({ fences }) => {
    const first = fences.find((fence) => isSession(fence));
    return first && { strength: 'likely', at: first.range.from, what: 'a code block with `$ ` prompts' };
  },
  convert: (source) =>
    convertFences(source, (fence) =>
      isSession(fence)
        ? {
            continuation: 'while-open',
            statuses: false,
            comments: 'prose',
            fix: joinedHeredoc,
            meaning: 'shown',
            readLine: readElided,
            silence: false,
            anyStatus: false,
            language: shells.has(fence.language) ? fence.language : 'bash',
            options: {},
            others: wordsThatStay(fence, 'shell'),
            remarks: [],
          }
        : undefined,
    ),
};

function isSession({ language, rows }: FenceSource): boolean {
  return languages.has(language.toLowerCase()) && isTranscript(rows);
}
