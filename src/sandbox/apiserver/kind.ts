import type { ApiError } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

/** A resource kind: how it is named, served, defaulted, validated and printed. One file a kind or a family. */
export type Kind = {
  /** Empty for the core group. */
  readonly group: string;
  /** Served versions, preferred first; the first is the one objects are stored in. */
  readonly versions: readonly [string, ...string[]];
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly Subresource[];
  /** Whether it is an upstream built-in (strategic merge patch) or a custom resource (JSON merge patch only). */
  readonly custom: boolean;
  /** Whether deleting one leaves what it owns, unless the client says otherwise. */
  readonly orphansByDefault?: boolean;
  /** Fills in what the API server would; pure. */
  readonly default?: (object: KubeObject) => KubeObject;
  /** Adds what only a new object gets, by its name and uid, after the defaults; pure. */
  readonly prepare?: (object: KubeObject) => KubeObject;
  /** Rules that a schema can't express; `old` is there on update. */
  readonly validate?: (object: KubeObject, old?: KubeObject) => readonly FieldError[];
  /** A refusal that isn't about fields: an admission webhook's, or of what the sandbox doesn't simulate. */
  readonly refuse?: (object: KubeObject, old?: KubeObject) => ApiError | undefined;
  readonly columns: readonly Column[];
};

export type Subresource =
  | 'status'
  | 'scale'
  | 'log'
  | 'exec'
  | 'attach'
  | 'portforward'
  | 'eviction'
  | 'binding'
  | 'finalize'
  | 'token';

/** One broken rule; `message` is the API server's text from the field on: `spec.x: Required value`. */
export type FieldError = { readonly field: string; readonly reason: string; readonly message: string };

/** A printer column; `wide` ones appear with `-o wide`. */
export type Column = {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly format?: 'name';
  readonly wide?: boolean;
  readonly cell: (object: KubeObject, now: Date) => string | number;
};
