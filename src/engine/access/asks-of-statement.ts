import { objectsOf } from '../kube/manifest.ts';
import type { AccessNeed } from '../model/access.ts';
import type { AssertAction, ObjectArgs, ShellAction, Statement } from '../model/runbook.ts';
import type { PlacedStatement } from '../model/statements.ts';
import { commandsRun, type KnownNames } from '../shell/calls.ts';
import { type CommandLine, flagValue, hasFlag } from '../shell/command-line.ts';
import { fedText } from '../shell/fed-text.ts';
import { readKubectl } from '../shell/kubectl.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { unrolled } from '../shell/unroll.ts';
import type { KnownValues } from './known-values.ts';
import { type Ask, addressed, appliedByServer, asksOf, type FedObject } from './kubectl-asks.ts';

/** What is known of a session where a statement stands. */
export type Session = {
  /** Contexts of the run. */
  readonly contexts: readonly string[];
  readonly values: KnownValues;
  readonly names: KnownNames;
  /** Where kubectl goes that is told nothing else: the context, and whether its namespace is the kubeconfig's. */
  readonly current: string | undefined;
  readonly ownNamespace: boolean;
};

/** What is asked of a cluster, and what of the text around it speaks for that it may not be, or in vain. */
export type PlacedAsk = Omit<AccessNeed, 'span'> &
  Pick<Ask, 'makes'> & {
    /** Whether it succeeds is a question, or makes no difference. */
    readonly excused?: true;
  };

/** The name of a namespace that is made. */
export function namespaceMadeBy({ resource, makes }: PlacedAsk): string | undefined {
  const word = typeof resource === 'string' ? resource : resource.kind;
  return /^(?:namespaces?|ns)$/i.test(word) ? makes : undefined;
}

/** What a statement asks; `unread`: it does more on a cluster than is known. */
type StatementAsks = { readonly asks: readonly PlacedAsk[]; readonly unread: boolean };

/** Flags that make kubectl somebody else, or lead it elsewhere. */
const elsewhere = [
  'as',
  'as-group',
  'as-uid',
  'cluster',
  'kubeconfig',
  'server',
  'token',
  'user',
  'username',
];

/** Commands that put manifests on a cluster, and tools that do. */
const applying: ReadonlySet<string> = new Set(['apply', 'create', 'replace', 'patch', 'auth']);
const installers: ReadonlySet<string> = new Set(['helm', 'istioctl', 'kustomize', 'flux', 'argocd', 'oc']);

export function asksOfStatement({ segment, statement }: PlacedStatement, session: Session): StatementAsks {
  const { action } = statement;
  switch (action.kind) {
    case 'shell':
      return asksOfCommands(action, session);
    case 'apply':
      return asksOfManifest({ action, statement, session });
    case 'assert':
      return asksOfAssert(
        action,
        segment.expectations.map(({ args }) => args as ObjectArgs),
        session,
      );
    case 'file':
      return { asks: [], unread: false };
    default:
      return action satisfies never;
  }
}

function asksOfCommands({ script }: ShellAction, session: Session): StatementAsks {
  const commands = commandsRun(script, session.names).flatMap(unrolled);
  const read = commands.map((command, index) => asksOfCommand(command, commands[index - 1], session));
  return { asks: read.flatMap(({ asks }) => asks), unread: read.some(({ unread }) => unread) };
}

function asksOfCommand(
  command: SimpleCommand,
  before: SimpleCommand | undefined,
  session: Session,
): StatementAsks {
  const line = readKubectl(command);
  if (line === undefined) return { asks: [], unread: installers.has(command.name ?? '') };
  const unread = { asks: [], unread: applying.has(line.verb ?? '') || line.verb === undefined };
  const place = placeOf(line, session);
  const words = session.values.wordsOf(line.operands);
  if (!line.certain || line.verb === undefined || place === undefined || words === undefined) return unread;
  const asks = asksOf({
    verb: line.verb,
    subverb: line.subverb,
    words,
    flags: flagsOf(line, session.values),
    fed: fedObjects(line, before, session.values),
  });
  if (asks === undefined) return unread;
  const { condition, mayFail, conditional, branch } = command.place;
  const doubt = conditional || branch ? 'the command may not run' : undefined;
  const excused = condition || mayFail ? ({ excused: true } as const) : {};
  return { asks: asks.map((ask) => ({ ...placed(ask, place, doubt), ...excused })), unread: false };
}

/** Where something is asked. */
export type AskPlace = Pick<AccessNeed, 'context' | 'namespace' | 'everywhere'>;

/** Where kubectl goes; undefined where that isn't known, or is none of the run's clusters. */
function placeOf(
  line: CommandLine,
  { contexts, values, current, ownNamespace }: Session,
): AskPlace | undefined {
  const { assignments } = line.command;
  if (assignments.some(({ name }) => name === 'KUBECONFIG')) return undefined;
  if (elsewhere.some((name) => line.flags.has(name))) return undefined;
  const named = flagValue(line, 'context');
  const context = named === undefined ? current : values.valueOf(named);
  if (context === undefined || !contexts.includes(context)) return undefined;
  if (hasFlag(line, 'all-namespaces')) return { context, everywhere: true };
  const asked = flagValue(line, 'namespace');
  if (asked === undefined) return ownNamespace ? { context } : undefined;
  const namespace = values.valueOf(asked);
  return namespace ? { context, namespace } : undefined;
}

function flagsOf({ flags }: CommandLine, values: KnownValues): ReadonlyMap<string, string> {
  const given = [...flags].flatMap(([name, all]): [string, string][] => {
    const last = all.at(-1);
    if (last === undefined || last === true) return [[name, '']];
    const value = values.valueOf(last) ?? last.value;
    return value === 'false' ? [] : [[name, value]];
  });
  return new Map(given);
}

function fedObjects(
  line: CommandLine,
  before: SimpleCommand | undefined,
  values: KnownValues,
): readonly FedObject[] | undefined {
  const [file, ...others] = line.flags.get('filename') ?? [];
  if (file === undefined || file === true || file.value !== '-' || others.length > 0) return undefined;
  const fed = fedText(line.command, before);
  // What bash computes in a here-document can't be known.
  const text = fed?.expands && /[`\\]|\$\(/.test(fed.text) ? undefined : fed?.text;
  const inserted = text === undefined || !fed?.expands ? text : values.insert(text);
  return inserted === undefined ? undefined : readObjects(inserted);
}

const nowhere = { line: 1, column: 1, offset: 0 };

function readObjects(manifest: string): readonly FedObject[] | undefined {
  try {
    return objectsOf({ manifest, at: { file: '', start: nowhere, end: nowhere } }).map(({ object }) => {
      const { apiVersion, kind, metadata } = object;
      return { apiVersion, kind, name: metadata.name, ...namespaceOf(metadata.namespace) };
    });
  } catch {
    return undefined;
  }
}

function namespaceOf(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

type ApplyParts = {
  readonly action: Extract<Statement['action'], { readonly kind: 'apply' }>;
  readonly statement: Statement;
  readonly session: Session;
};

/** A run applies the objects, and deletes those of a block marked `delete`, which it then waits to be gone. */
function asksOfManifest({ action, session }: ApplyParts): StatementAsks {
  const objects = readObjects(action.manifest);
  const place = placeOfAction(action, session);
  if (objects === undefined || place === undefined) return { asks: [], unread: true };
  const asks = objects.flatMap((object): readonly Ask[] => [
    ...appliedByServer(object),
    ...(action.delete ? ['delete', 'get'].map((verb) => ({ ...addressed(object), verbs: [verb] })) : []),
  ]);
  return { asks: asks.map((ask) => placed(ask, place, undefined)), unread: false };
}

function asksOfAssert(action: AssertAction, wanted: readonly ObjectArgs[], session: Session): StatementAsks {
  const place = placeOfAction(action, session);
  if (place === undefined) return { asks: [], unread: false };
  const asks = wanted.flatMap(({ apiVersion, kind, name, namespace }): readonly PlacedAsk[] => {
    const own = namespace === undefined ? undefined : session.values.insert(namespace);
    if (namespace !== undefined && own === undefined) return [];
    const resource = { apiVersion, kind };
    const ask = namespaceOf(own);
    if (name === undefined || name.includes('...'))
      return [placed({ resource, verbs: ['list'], ...ask }, place, undefined)];
    const known = session.values.insert(name);
    return known === undefined
      ? []
      : [placed({ resource, name: known, verbs: ['get'], ...ask }, place, undefined)];
  });
  return { asks, unread: false };
}

/** Where a manifest goes; undefined where that isn't known. */
export function placeOfAction(
  { cluster, namespace }: Pick<AssertAction, 'cluster' | 'namespace'>,
  { contexts, values }: Session,
): AskPlace | undefined {
  const context = values.insert(cluster);
  const space = namespace === undefined ? undefined : values.insert(namespace);
  if (context === undefined || !contexts.includes(context)) return undefined;
  return namespace !== undefined && space === undefined ? undefined : { context, ...namespaceOf(space) };
}

function placed({ maybe, ...ask }: Ask, place: AskPlace, doubt: string | undefined): PlacedAsk {
  const why = maybe ? 'it is done only with what is found' : doubt;
  return { ...place, ...ask, ...(why === undefined ? {} : { doubt: why }) };
}
