import type { AccessNeed, AccessObject } from '../model/access.ts';

/** A command line of kubectl with the values of its words. */
type Line = {
  readonly verb: string;
  readonly subverb: string | undefined;
  readonly words: readonly string[];
  /** Values of flags by their long names; an empty text of a flag without one. */
  readonly flags: ReadonlyMap<string, string>;
  /** Objects of the manifest that it reads on its standard input. */
  readonly fed: readonly FedObject[] | undefined;
};

export type FedObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

/** What a line asks of the API; `maybe`: only where there is something to do it with. */
export type Ask = AccessObject &
  Pick<AccessNeed, 'verbs' | 'when' | 'namespace'> & {
    readonly maybe?: true;
    /** Name of the object that is made. */
    readonly makes?: string;
  };

/**
 * What a command of kubectl asks of the API, by what kubectl's own code does: no more than what it can't do without.
 * @returns undefined where that isn't known, an empty list where it asks for nothing.
 * @see https://github.com/kubernetes/kubectl/tree/master/pkg/cmd
 */
export function asksOf(line: Line): readonly Ask[] | undefined {
  if (asksNothing(line)) return [];
  return Object.hasOwn(byVerb, line.verb) ? byVerb[line.verb]?.(line) : undefined;
}

type Reading = (line: Line) => readonly Ask[] | undefined;

/** Commands that change what they print, and nothing on the cluster. */
function asksNothing({ flags }: Line): boolean {
  const dry = flags.get('dry-run');
  return (dry !== undefined && dry !== 'server' && dry !== 'none') || flags.get('local') === '';
}

const scaling: Ask['verbs'] = ['patch', 'update'];

/** Requests over a WebSocket are GET, those over SPDY are POST; kubectl tries one after the other. */
const streaming: Ask['verbs'] = ['get', 'create'];

const byVerb: Readonly<Record<string, Reading>> = {
  annotate: (line) => withObjects(line, ['get', 'patch'], targets(line)),
  apply: (line) =>
    line.subverb === undefined ? line.fed?.flatMap((object) => applied(line, object)) : undefined,
  attach: (line) => intoPod(line, { verbs: streaming, subresource: 'attach' }),
  autoscale: (line) => beside(line, 'horizontalpodautoscalers.autoscaling'),
  cordon: ({ words }) => changed(words.map((name) => ({ resource: 'nodes', name }))),
  create: (line) => (line.flags.has('filename') ? line.fed?.map(created) : createdBy(line)),
  delete: (line) =>
    line.flags.has('filename')
      ? line.fed?.map((object) => ({ ...addressed(object), verbs: ['delete'] }))
      : withObjects(line, ['delete'], line.words),
  describe: (line) => withObjects(line, ['get'], line.words),
  edit: (line) => withObjects(line, ['get', 'patch'], line.words),
  events: () => [{ resource: 'events', verbs: ['list'] }],
  exec: (line) => intoPod(line, { verbs: streaming, subresource: 'exec' }),
  expose: (line) => beside(line, 'services'),
  get: (line) => {
    if (line.flags.has('raw')) return undefined;
    const asked = withObjects(line, ['get'], line.words);
    const watched = line.flags.has('watch') || line.flags.has('watch-only');
    return watched ? asked?.flatMap((ask) => [ask, { ...ask, verbs: ['watch'] }]) : asked;
  },
  label: (line) => withObjects(line, line.flags.has('list') ? ['get'] : ['get', 'patch'], targets(line)),
  logs: (line) => intoPod(line, { verbs: ['get'], subresource: 'log' }),
  patch: (line) => withObjects(line, ['get', 'patch'], line.words),
  'port-forward': (line) =>
    intoPod({ ...line, words: line.words.slice(0, 1) }, { verbs: streaming, subresource: 'portforward' }),
  replace: (line) =>
    line.flags.has('force')
      ? undefined
      : line.fed?.map((object) => ({ ...addressed(object), verbs: ['update'] })),
  rollout: (line) => {
    const verbs = rollouts[line.subverb ?? ''];
    return verbs && withObjects(line, verbs, line.words);
  },
  run: () => [{ resource: 'pods', verbs: ['create'] }],
  scale: (line) => {
    const objects = objectsIn(line.words);
    if (line.flags.has('filename') || isSelecting(line)) return undefined;
    return objects?.flatMap((object) => [
      { ...object, verbs: ['get'] },
      { ...object, verbs: scaling, subresource: 'scale' },
    ]);
  },
  set: (line) => withObjects(line, line.flags.has('list') ? ['get'] : ['get', 'patch'], targets(line)),
  taint: (line) => withObjects(line, ['get', 'patch'], targets(line)),
  uncordon: ({ words }) => changed(words.map((name) => ({ resource: 'nodes', name }))),
  wait: (line) => {
    const waited = /^(?:delete|create)\b/i.test(line.flags.get('for') ?? '') ? [] : ['list', 'watch'];
    return withObjects(line, ['get', ...waited], line.words);
  },
};

const rollouts: Readonly<Record<string, readonly string[]>> = {
  history: ['get'],
  pause: ['get', 'patch'],
  restart: ['get', 'patch'],
  resume: ['get', 'patch'],
  status: ['get', 'list', 'watch'],
  undo: ['get', 'patch'],
};

/** Words that name objects, without labels, annotations, images and taints: `app=web`, `app-`, `key=value:NoSchedule`. */
function targets({ words }: Line): readonly string[] {
  return words.filter((word) => !/=|-$/.test(word));
}

function isSelecting({ flags }: Line): boolean {
  return ['selector', 'field-selector', 'all'].some((name) => flags.has(name));
}

/** What is done with each object that words name, or with those that a selection of a kind finds. */
function withObjects(
  line: Line,
  verbs: readonly string[],
  words: readonly string[],
): readonly Ask[] | undefined {
  if (line.flags.has('filename') || line.flags.has('kustomize')) return undefined;
  const objects = objectsIn(words);
  if (objects?.every(({ name }) => name !== undefined))
    return objects.flatMap((object) => verbs.map((verb) => ({ ...object, verbs: [verb] })));
  // kubectl lists what it is to find, and then does the rest with what there is.
  return objects?.flatMap((object) => [
    { ...object, verbs: ['list'] },
    ...verbs
      .filter((verb) => verb !== 'get' && verb !== 'list')
      .map((verb): Ask => ({ ...object, verbs: [verb], maybe: true })),
  ]);
}

/** `deploy/web svc/web`, or `deploy web other`, or `deploy,svc`; undefined for what is none of these. */
function objectsIn(words: readonly string[]): readonly AccessObject[] | undefined {
  const [first, ...names] = words;
  if (first === undefined) return undefined;
  if (words.some((word) => word.includes('/'))) {
    const objects = words.map((word) => /^([^/]+)\/([^/]+)$/.exec(word));
    return objects.every((match) => match !== null)
      ? objects.map(([, resource = '', name = '']) => ({ resource, name }))
      : undefined;
  }
  const resources = first.split(',');
  // A group of kinds, such as `all`, is not looked into.
  if (resources.includes('all')) return undefined;
  return resources.flatMap((resource) =>
    names.length === 0 ? [{ resource }] : names.map((name) => ({ resource, name })),
  );
}

function changed(objects: readonly AccessObject[]): readonly Ask[] {
  return objects.flatMap((object) => ['get', 'patch'].map((verb) => ({ ...object, verbs: [verb] })));
}

/** A command that reads an object and makes another for it. */
function beside(line: Line, resource: string): readonly Ask[] | undefined {
  if (isSelecting(line)) return undefined;
  const objects = withObjects(line, ['get'], line.words);
  return objects && [...objects, { resource, verbs: ['create'] }];
}

/** Something with a container of a pod: of the pod that is named, or of one that belongs to what is named. */
function intoPod(
  { words, flags }: Line,
  { verbs, subresource }: Pick<Ask, 'verbs'> & { readonly subresource: string },
): readonly Ask[] | undefined {
  const [first] = words;
  if (flags.has('filename')) return undefined;
  const some: Ask = { resource: 'pods', subresource, verbs, maybe: true };
  if (flags.has('selector')) return [{ resource: 'pods', verbs: ['list'] }, some];
  if (first === undefined) return undefined;
  const [object] = objectsIn([first.includes('/') ? first : `pods/${first}`]) ?? [];
  if (object?.name === undefined || typeof object.resource !== 'string') return undefined;
  if (/^(?:po|pods?)$/i.test(object.resource)) {
    const pod = { resource: 'pods', name: object.name };
    return [
      { ...pod, verbs: ['get'] },
      { ...pod, subresource, verbs },
    ];
  }
  return [{ ...object, verbs: ['get'] }, { resource: 'pods', verbs: ['list'] }, some];
}

const resourceOfGenerator: Readonly<Record<string, string>> = {
  quota: 'resourcequotas',
  role: 'roles.rbac.authorization.k8s.io',
  rolebinding: 'rolebindings.rbac.authorization.k8s.io',
  clusterrole: 'clusterroles.rbac.authorization.k8s.io',
  clusterrolebinding: 'clusterrolebindings.rbac.authorization.k8s.io',
};

/** `create namespace web`, `create secret generic web`, `create token sa`. */
function createdBy({ subverb, words }: Line): readonly Ask[] | undefined {
  const [generator] = subverb?.split(' ') ?? [];
  const [name] = words;
  if (generator === undefined || name === undefined) return undefined;
  if (generator === 'token')
    return [{ resource: 'serviceaccounts', subresource: 'token', name, verbs: ['create'] }];
  const resource = Object.hasOwn(resourceOfGenerator, generator) ? resourceOfGenerator[generator] : undefined;
  return [{ resource: resource ?? generator, verbs: ['create'], makes: name }];
}

/** An object of a manifest by its name and place. */
export function addressed({ apiVersion, kind, name, namespace }: FedObject) {
  return { resource: { apiVersion, kind }, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** A request that creates an object names it nowhere but in itself. */
function created(object: FedObject): Ask {
  const { name, ...kind } = addressed(object);
  return { ...kind, verbs: ['create'], makes: name };
}

/** What server-side apply takes: the right to patch, and where the object isn't there to create it. */
export function appliedByServer(object: FedObject): readonly Ask[] {
  return [
    { ...addressed(object), verbs: ['patch'] },
    { ...created(object), when: { object: 'absent', name: object.name } },
  ];
}

function applied({ flags }: Line, object: FedObject): readonly Ask[] {
  if (flags.has('server-side')) return appliedByServer(object);
  const { name } = object;
  return [
    { ...addressed(object), verbs: ['get'] },
    { ...addressed(object), verbs: ['patch'], when: { object: 'present', name } },
    { ...created(object), when: { object: 'absent', name } },
  ];
}
