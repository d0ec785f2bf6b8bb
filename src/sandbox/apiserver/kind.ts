import type { World } from '../world.ts';
import type { KindSchema } from './schemas/schema.ts';
import type { ApiError } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

/** A resource kind: what the API says of it, and how it behaves beyond that. */
export type Kind = KindFacts & KindBehaviour & { readonly columns: readonly Column[] };

/** How a kind is named and served, and what its objects may hold. All of it is data. */
type KindFacts = {
  /** Empty for the core group. */
  readonly group: string;
  /** Served versions, preferred first. */
  readonly versions: readonly [string, ...string[]];
  /** The version that objects are stored in. */
  readonly storageVersion: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** What may be done with its objects: `get`, `list`, … */
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Whether it is an upstream built-in (strategic merge patch) or a custom resource (JSON merge patch only). */
  readonly custom: boolean;
  /** The schema of a version; of the stored one when left out. */
  readonly schemaOf: (version?: string) => KindSchema;
  /** Columns that only one version has. */
  readonly columnsOf?: (version: string) => readonly Column[];
  /** Where the numbers of `/scale` are; those of Deployments when left out. */
  readonly scale?: ScalePaths;
};

/** Paths of `/scale`, such as `spec.replicas`. */
export type ScalePaths = { readonly spec: string; readonly status: string; readonly selector: string };

/** What no schema says of a kind; each is left out where there is nothing to say. */
export type KindBehaviour = {
  readonly columns?: readonly Column[];
  /** Whether its objects hold CEL expressions, which are read when one is written. */
  readonly hasExpressions?: boolean;
  /** What clients are warned of with each answer: that something else takes its place. */
  readonly deprecation?: string;
  /** Whether every request for it is refused by name: it is served on a cluster, and isn't simulated. */
  readonly isAbsent?: boolean;
  /** Makes its objects when somebody asks for them: they aren't stored, and nobody can write them. */
  readonly compute?: (world: World) => readonly KubeObject[];
  /** Whether deleting one leaves what it owns, unless the client says otherwise. */
  readonly orphansByDefault?: boolean;
  /** Whether `metadata.generation` counts changes; true when left out. */
  readonly countsGenerations?: boolean;
  /** Whether its finalizers need no domain: so it is with what isn't of Kubernetes' own API server. */
  readonly hasPlainFinalizers?: boolean;
  /** Fields that lists can be selected by, beside name and namespace. */
  readonly selectable?: readonly string[];
  /** What is wrong with a name; it is a DNS subdomain when left out. */
  readonly nameProblems?: (name: string) => readonly string[];
  /** Fills in what the API server would; pure. */
  readonly default?: (object: KubeObject) => KubeObject;
  /** Adds what only a new object gets, by its name and uid, after the defaults; pure. */
  readonly prepare?: (object: KubeObject) => KubeObject;
  /** Gives what no two objects may have, such as addresses; `others` are those that are there. */
  readonly allocate?: (
    object: KubeObject,
    others: readonly KubeObject[] | undefined,
    old: KubeObject | undefined,
  ) => KubeObject;
  /** Rules that a schema can't express; `old` is there on update, and `subresource` when only a part is written. */
  readonly validate?: (object: KubeObject, old?: KubeObject, subresource?: string) => readonly FieldError[];
  /** What is taken, and said to be no good idea. */
  readonly warnings?: (object: KubeObject, old: KubeObject | undefined) => readonly string[];
  /** A refusal that isn't about fields: an admission webhook's, or of what the sandbox doesn't simulate. */
  readonly refuse?: (object: KubeObject, old?: KubeObject) => ApiError | undefined;
  /** From the form of one version to that of another; only the name of the version changes when left out. */
  readonly convert?: (object: KubeObject, version: string) => KubeObject;
};

/** One broken rule; `message` is the API server's text from the field on: `spec.x: Required value`. */
export type FieldError = { readonly field: string; readonly reason: string; readonly message: string };

/** A printer column; `wide` ones appear with `-o wide`. */
export type Column = {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly wide?: boolean;
  readonly description?: string;
  readonly cell: (object: KubeObject, now: Date) => string | number | boolean | null;
};
