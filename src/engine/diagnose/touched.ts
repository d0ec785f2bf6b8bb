import type { Touched } from '../model/finding.ts';
import type { AssertAction, ObjectArgs, Segment } from '../model/runbook.ts';
import { type Called, commandsIn } from './commands.ts';

/** Flags of kubectl and istioctl whose value is the next word. */
const valueFlags: ReadonlySet<string> = new Set([
  '--as',
  '--cluster',
  '--container',
  '--context',
  '--field-manager',
  '--field-selector',
  '--filename',
  '--for',
  '--from-file',
  '--from-literal',
  '--grace-period',
  '--image',
  '--kubeconfig',
  '--kustomize',
  '--labels',
  '--limit',
  '--namespace',
  '--output',
  '--patch',
  '--port',
  '--replicas',
  '--request-timeout',
  '--selector',
  '--server',
  '--since',
  '--sort-by',
  '--tail',
  '--target-port',
  '--template',
  '--timeout',
  '--token',
  '--type',
  '--user',
  '-c',
  '-f',
  '-k',
  '-l',
  '-n',
  '-o',
  '-p',
  '-s',
]);

/** Verbs of kubectl whose next words are a resource and names, or `resource/name`. */
const resourceVerbs: ReadonlySet<string> = new Set([
  'annotate',
  'autoscale',
  'delete',
  'describe',
  'edit',
  'expose',
  'get',
  'label',
  'patch',
  'scale',
  'taint',
  'wait',
]);

/** Verbs whose object is a pod unless they say otherwise. */
const podVerbs: ReadonlySet<string> = new Set([
  'attach',
  'cp',
  'debug',
  'exec',
  'logs',
  'port-forward',
  'top',
]);

/** Verbs of which nothing is to be looked at: they ask the server or the kubeconfig about themselves. */
const idleVerbs: ReadonlySet<string> = new Set([
  'api-resources',
  'api-versions',
  'cluster-info',
  'completion',
  'config',
  'explain',
  'help',
  'kustomize',
  'options',
  'plugin',
  'version',
]);

/** Everything on clusters that the kubectl and istioctl commands of a script name, as they name it. */
export function touchedBy(script: string): readonly Touched[] {
  return commandsIn(script).flatMap(touchedByCommand);
}

/** The same of one command; nothing of another tool's. */
export function touchedByCommand(command: Called): readonly Touched[] {
  if (command.name === 'kubectl') return touchedByKubectl(command);
  const place = placeOf(command.words);
  return command.name === 'istioctl' && place.namespace !== undefined ? [place] : [];
}

/** Objects that an assert block asks for; of one that must not be there, only where it would be. */
export function assertedBy(
  { cluster, namespace: fallback, absent }: AssertAction,
  { expectations }: Segment,
): readonly Touched[] {
  return expectations.map(({ args }) => {
    const { apiVersion, kind, name, namespace = fallback } = args as ObjectArgs;
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
    const place = { context: cluster, ...(namespace === undefined ? {} : { namespace }) };
    const plain = name === undefined || name.includes('...') ? {} : named(name);
    return absent ? place : { ...place, resource: kind.toLowerCase() + group, ...plain };
  });
}

/** Objects that kubectl's answer names: `deployment.apps/web configured`. */
export function touchedIn(output: string): readonly Touched[] {
  const lines = output.matchAll(
    /^([a-z][\w.-]*)\/(\S+) (?:created|configured|unchanged|serverside-applied|condition met|patched|labeled|scaled|restarted)\b/gm,
  );
  return [...lines].map(([, resource = '', name = '']) => ({ resource, name, answered: true }));
}

function touchedByKubectl({ words }: Called): readonly Touched[] {
  const place = placeOf(words);
  if ([place.context, place.namespace].some(isComputed)) return [];
  const [verb = '', ...rest] = positional(words);
  const everywhere = words.includes('-A') || words.includes('--all-namespaces');
  if (verb === '' || everywhere || idleVerbs.has(verb)) return [];
  const passing = verb === 'delete' || (verb === 'run' && words.includes('--rm'));
  const objects = passing ? [] : objectsOf(verb, rest).filter(({ resource }) => !isComputed(resource));
  return objects.length === 0 ? [place] : objects.map((object) => ({ ...place, ...object }));
}

/** Whether a word is more than text and simple variables: what it becomes is not known. */
function isComputed(word: string | undefined): boolean {
  return word !== undefined && /\$\(|`|\$\{(?!\w+\})|\$[^\w{]|[*?]/.test(word);
}

function objectsOf(verb: string, rest: readonly string[]): readonly Touched[] {
  // rollout status deploy/web, set image deploy/web …
  if (verb === 'rollout' || verb === 'set') return namedBy(rest.slice(1));
  if (verb === 'create') return createdBy(rest);
  if (verb === 'run') return [{ resource: 'pods', ...named(rest[0]) }];
  if (podVerbs.has(verb)) {
    const [first] = rest;
    if (first === undefined) return [{ resource: 'pods' }];
    // What is computed may have a slash in it that means something else.
    return first.includes('/') && !isComputed(first)
      ? namedBy([first])
      : [{ resource: 'pods', ...named(first) }];
  }
  return resourceVerbs.has(verb) ? namedBy(rest) : [];
}

/** `deploy/web svc/web`, or `deploy web other`; of several kinds, `deploy,svc`, the first. */
function namedBy(words: readonly string[]): readonly Touched[] {
  // Labels and annotations stand among them: app=web, app-.
  const [first, ...names] = words.filter((word) => !/=|-$/.test(word));
  if (first === undefined) return [];
  const pairs = [first, ...names].filter((word) => word.includes('/')).map((word) => word.split('/'));
  if (pairs.length > 0) return pairs.map(([resource = '', name]) => ({ resource, ...named(name) }));
  const resource = first.split(',')[0] ?? first;
  return names.length === 0 ? [{ resource }] : names.map((name) => ({ resource, ...named(name) }));
}

/** `create namespace web`, `create secret generic web`. */
function createdBy([resource, ...rest]: readonly string[]): readonly Touched[] {
  if (resource === undefined) return [];
  const name = resource === 'secret' || resource === 'service' ? rest[1] : rest[0];
  return [{ resource, ...named(name) }];
}

function named(name: string | undefined): Pick<Touched, 'name'> {
  return name === undefined || isComputed(name) ? {} : { name };
}

/** Words that are no flags and no values of them; what comes after `--` is another command's. */
function positional(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  // There they stand alone: follow, previous.
  const alone = own.includes('logs') ? ['-f', '-p'] : [];
  const takesNext = (word = ''): boolean => valueFlags.has(word) && !alone.includes(word);
  return own.filter((word, index) => !word.startsWith('-') && !takesNext(own[index - 1]));
}

function placeOf(words: readonly string[]): Touched {
  const context = flag(words, ['--context']);
  const namespace = flag(words, ['--namespace', '-n']);
  return {
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The value of a flag: `--name value`, `--name=value`, `-nvalue`. */
function flag(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === '--') return undefined;
    if (names.includes(word)) return words[index + 1];
    const long = names.find((name) => word.startsWith(`${name}=`));
    if (long !== undefined) return word.slice(long.length + 1);
    if (names.includes('-n') && /^-n[^-=]/.test(word)) return word.slice(2);
  }
  return undefined;
}
