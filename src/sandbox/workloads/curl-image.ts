import { posixTools } from './binaries.ts';
import type { Workload } from './workload.ts';

/** curl's own images: an Alpine with curl, whose entry point puts `curl` before arguments that aren't a command. */
export const curlImage: Workload = {
  repositories: ['curlimages/curl', 'curl/curl', 'alpine/curl'],
  user: 'curl_user',
  binaries: ['sh', 'curl', 'wget', 'nslookup', ...posixTools],
  curlVersion: (tag) => (/^\d+\.\d+\.\d+$/.test(tag) ? tag : '8.17.0'),
  entrypoint: ([first = '--help', ...rest]) => ({
    kind: 'command',
    argv: isCommand(first) ? [first, ...rest] : ['curl', first, ...rest],
  }),
};

const isCommand = (word: string): boolean =>
  ['sh', 'curl', ...posixTools].includes(word.split('/').at(-1) ?? '');
