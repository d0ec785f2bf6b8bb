import type { Touched } from '../model/finding.ts';
import type { AssertAction, ObjectArgs, Segment } from '../model/runbook.ts';
import { type CommandLine, flagValue, hasFlag } from '../shell/command-line.ts';
import { readIstioctl } from '../shell/istioctl.ts';
import { readKubectl } from '../shell/kubectl.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { unrolled } from '../shell/unroll.ts';
import { isLiteral, type ShellWord } from '../shell/words.ts';

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

/** Everything on clusters that kubectl and istioctl among some commands name, as they name it. */
export function touchedBy(commands: readonly SimpleCommand[]): readonly Touched[] {
  return commands.flatMap(unrolled).flatMap((command) => {
    const kubectl = readKubectl(command);
    if (kubectl !== undefined) return touchedByLine(kubectl);
    const istioctl = readIstioctl(command);
    const place = istioctl === undefined ? {} : placeOf(istioctl);
    return place.namespace === undefined ? [] : [place];
  });
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
    const plain = name === undefined || name.includes('...') ? {} : { name };
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

/** What a command of kubectl names; nothing when a flag or a word of it may mean something that isn't known. */
export function touchedByLine(line: CommandLine): readonly Touched[] {
  const { verb } = line;
  const place = [flagValue(line, 'context'), flagValue(line, 'namespace')];
  if (!line.certain || place.some(isComputed) || verb === undefined) return [];
  if (hasFlag(line, 'all-namespaces') || idleVerbs.has(verb)) return [];
  const passing = verb === 'run' && hasFlag(line, 'rm');
  const objects = passing ? [] : objectsOf(line, verb);
  if (objects.length === 0) return [placeOf(line)];
  // What is deleted is meant to be gone: only that it is still there says something.
  const answered = verb === 'delete' ? ({ answered: true } as const) : {};
  return objects.map((object) => ({ ...placeOf(line), ...object, ...answered }));
}

/** Whether a word is more than text and simple variables: what it becomes is not known. */
function isComputed(word: ShellWord | undefined): boolean {
  return word !== undefined && !isLiteral(word) && word.expands !== 'variables';
}

function objectsOf(line: CommandLine, verb: string): readonly Touched[] {
  const { operands } = line;
  if (verb === 'create') return createdBy(line);
  if (verb === 'run') return [{ resource: 'pods', ...named(operands[0]) }];
  // rollout status deploy/web, set image deploy/web …
  if (verb === 'rollout' || verb === 'set') return line.subverb === undefined ? [] : namedBy(operands);
  if (podVerbs.has(verb)) return [podOf(verb === 'top' ? operands.slice(0, 1) : operands)];
  return resourceVerbs.has(verb) ? namedBy(operands) : [];
}

function podOf([first]: readonly ShellWord[]): Touched {
  if (first === undefined) return { resource: 'pods' };
  // What is computed may have a slash in it that means something else.
  const object = isComputed(first) ? undefined : objectIn(first);
  return object ?? { resource: 'pods', ...named(first) };
}

/** `deploy/web svc/web`, or `deploy web other`; of several kinds, `deploy,svc`, the first. */
function namedBy(words: readonly ShellWord[]): readonly Touched[] {
  // Labels and annotations stand among them: app=web, app-.
  const [first, ...names] = words.filter(({ value }) => !/=|-$/.test(value));
  if (first === undefined || isComputed(first)) return [];
  const objects = [first, ...names].flatMap((word) => (isComputed(word) ? [] : (objectIn(word) ?? [])));
  if (objects.length > 0) return objects;
  const resource = first.value.split(',')[0] ?? first.value;
  return names.length === 0 ? [{ resource }] : names.map((name) => ({ resource, ...named(name) }));
}

/** `deploy/web`; undefined for a word without a slash. */
function objectIn({ value }: ShellWord): Touched | undefined {
  const [resource = '', name] = value.split('/');
  return name === undefined ? undefined : { resource, name };
}

/** `create namespace web`, `create secret generic web`. */
function createdBy({ subverb, operands }: CommandLine): readonly Touched[] {
  const [resource] = subverb?.split(' ') ?? [];
  return resource === undefined ? [] : [{ resource, ...named(operands[0]) }];
}

function named(word: ShellWord | undefined): Pick<Touched, 'name'> {
  return word === undefined || isComputed(word) ? {} : { name: word.value };
}

function placeOf(line: CommandLine): Touched {
  const context = flagValue(line, 'context')?.value;
  const namespace = flagValue(line, 'namespace')?.value;
  return {
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
