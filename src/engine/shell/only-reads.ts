import { readKubectl } from './kubectl.ts';
import { isOutput } from './redirects.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';
import { isLiteral } from './words.ts';

/** Commands that print something and leave everything as it was, whatever their words are. */
const readers: ReadonlySet<string> = new Set([
  ...[
    'awk',
    'base64',
    'basename',
    'cat',
    'cmp',
    'column',
    'comm',
    'cut',
    'date',
    'df',
    'diff',
    'dirname',
    'du',
  ],
  ...[
    'echo',
    'egrep',
    'expr',
    'false',
    'fgrep',
    'file',
    'fold',
    'free',
    'grep',
    'head',
    'hostname',
    'id',
    'jq',
  ],
  ...['ls', 'md5sum', 'nl', 'nproc', 'od', 'paste', 'pgrep', 'printenv', 'printf', 'ps', 'pwd', 'readlink'],
  ...[
    'realpath',
    'rev',
    'rg',
    'seq',
    'sha1sum',
    'sha256sum',
    'shasum',
    'stat',
    'tac',
    'tail',
    'test',
    'tr',
    'tree',
  ],
  ...['true', 'type', 'uname', 'uniq', 'uptime', 'wc', 'which', 'whoami', '[', ':'],
]);

/** Words with which a command that only reads by itself does something. */
const writing: Readonly<Record<string, RegExp>> = {
  awk: /[>|]|system|close/,
  curl: /^(?:-[a-zA-Z]*[dFTOcK]|--(?:data|json|form|upload|remote|cookie-jar|config))/,
  find: /^-(?:delete|exec|execdir|ok|okdir|fprint|fls|fprintf|fprint0)$/,
  hostname: /^[^-]/,
  jq: /\b(?:input|limit)\b.*debug/,
  sed: /^(?:-[a-zA-Z]*i|--in-place)|(?:^|[;}\d/])w\s/,
  sort: /^(?:-[a-zA-Z]*o|--output)/,
  tail: /^(?:-[a-zA-Z]*[fF]|--follow)/,
  yq: /^(?:-[a-zA-Z]*i|--inplace)/,
};

const kubectlReaders: ReadonlySet<string> = new Set([
  ...['api-resources', 'api-versions', 'cluster-info', 'describe', 'events', 'explain', 'get', 'logs', 'top'],
  'version',
]);

const gitReaders = /^(?:branch|describe|diff|log|ls-files|ls-tree|rev-list|rev-parse|show|status)$/;
const dockerReaders = /^(?:images|info|inspect|logs|ps|version)$/;
const istioctlReaders: ReadonlySet<string> = new Set([
  ...[
    'analyze',
    'proxy-config',
    'pc',
    'proxy-status',
    'ps',
    'version',
    'ztunnel-config',
    'zc',
    'describe',
    'x',
  ],
]);

/**
 * Whether shell text can be run once more without changing anything: each of its commands is known to do nothing but
 * print. False where that can't be told.
 */
export function onlyReads(script: string): boolean {
  const commands = simpleCommands(script);
  return commands.length > 0 && commands.every(reads);
}

/** Whether nothing but its own text decides what it prints: another run would print the same. */
export function printsItsOwnText(script: string): boolean {
  return simpleCommands(script).every(
    ({ name, words }) => (name === 'echo' || name === 'printf') && words.every(isLiteral),
  );
}

/** Whether a single command does nothing but print. */
export function reads(command: SimpleCommand): boolean {
  const { name, words, assignments, redirections, place, opaque, open } = command;
  const writes = [...place.redirections, ...redirections].some(
    (each) => isOutput(each) && !('target' in each && isNowhere(each.target?.text ?? '')),
  );
  if (name === undefined || opaque || open || writes || place.background || place.function !== undefined)
    return false;
  return (
    assignments.length === 0 &&
    isReader(
      name,
      command,
      words.map(({ value }) => value),
    )
  );
}

function isNowhere(target: string): boolean {
  return /^(?:\/dev\/null|\/dev\/stderr|[12])$/.test(target);
}

function isReader(name: string, command: SimpleCommand, words: readonly string[]): boolean {
  const kubectl = readKubectl(command);
  if (kubectl !== undefined) return readsByKubectl(kubectl);
  const rule = Object.hasOwn(writing, name) ? writing[name] : undefined;
  if (rule && words.some((word) => rule.test(word))) return false;
  const [verb = ''] = words.filter((word) => !word.startsWith('-'));
  switch (name) {
    case 'curl':
      return readsByCurl(words);
    case 'git':
      return gitReaders.test(verb) && (verb !== 'branch' || words.length === 1);
    case 'docker':
    case 'podman':
      return dockerReaders.test(verb) && !words.some((word) => /^(?:-f|--follow)$/.test(word));
    case 'istioctl':
      return words.some((word) => istioctlReaders.has(word)) && !words.includes('internal-debug');
    default:
      return readers.has(name) || rule !== undefined;
  }
}

/** It asks with GET or HEAD, and keeps nothing. */
function readsByCurl(words: readonly string[]): boolean {
  const after = (flag: RegExp): readonly string[] =>
    words.flatMap((word, at) => (flag.test(word) ? [word.replace(flag, '') || (words[at + 1] ?? '')] : []));
  const methods = after(/^(?:-[a-zA-Z]*X|--request)=?/);
  const files = after(/^(?:-[a-zA-Z]*[oD]|--output|--dump-header)=?/);
  return (
    methods.every((method) => method === 'GET' || method === 'HEAD') &&
    files.every((file) => file === '/dev/null' || file === '-')
  );
}

function readsByKubectl({ verb, subverb, flags, afterDashes, certain }: Kubectl): boolean {
  if (!certain || verb === undefined || flags.has('watch') || flags.has('follow')) return false;
  if (verb === 'config') return subverb === 'view' || subverb === 'get-contexts';
  if (verb === 'auth') return subverb === 'can-i' || subverb === 'whoami';
  if (verb === 'rollout') return subverb === 'history';
  if (verb !== 'exec') return kubectlReaders.has(verb);
  // What runs in a container is read as if it ran here.
  return afterDashes !== undefined && onlyReads(afterDashes.map(({ text }) => text).join(' '));
}

type Kubectl = NonNullable<ReturnType<typeof readKubectl>>;
