import type { Span } from './source.ts';

/** An object, or all of a kind, that something is to be done with. */
export type AccessObject = {
  /** As kubectl takes it (`deploy`, `gateways.gateway.networking.k8s.io`), or as a manifest says it. */
  readonly resource: string | { readonly apiVersion: string; readonly kind: string };
  /** `scale`, `exec`, `log`. */
  readonly subresource?: string;
  /** Absent of what is created, and of all objects of the kind. */
  readonly name?: string;
};

/** Something that a page will ask of a cluster's API, and that the cluster may not let its reader do. */
export type AccessNeed = AccessObject & {
  readonly context: string;
  /** Absent: the context's own, of a kind that is in namespaces. */
  readonly namespace?: string;
  /** In all namespaces at once. */
  readonly everywhere?: true;
  /** What is done, as RBAC calls it; of several one is enough. */
  readonly verbs: readonly string[];
  /** It is done only if the object of this name isn't there, or only if it is. */
  readonly when?: { readonly object: 'absent' | 'present'; readonly name: string };
  /** Why the page may work without it; absent where it is certain that a command of it fails. */
  readonly doubt?: string;
  readonly span: Span;
};
