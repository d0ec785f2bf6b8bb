/** What a person would look at after a failure: what was seen, and the command that shows it. */
export type Look = {
  /** What the lines are about: `pods that are not ready`. */
  readonly title: string;
  readonly lines: readonly string[];
  /** As a person would type it. */
  readonly command: string;
};

/** An object that a run made on a cluster and that is still there. */
export type LeftObject = {
  readonly context: string;
  /** As kubectl writes it: `deployment.apps`. */
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
  /** Of a namespace: how many objects are in it that nothing else owns; they are not listed by themselves. */
  readonly holds?: number;
  /** File of the runbook that made it, where its output says so. */
  readonly runbook?: string;
  /** It is being deleted, and these finalizers keep it until their owners remove them. */
  readonly kept?: readonly string[];
};

/** A cluster of which nobody can say all that a run left there. */
export type UnseenCluster = { readonly context: string; readonly why: string };

/** What a command is about on a cluster, as it says itself: words may hold `$NAME`. */
export type Touched = {
  /** Absent: the kubeconfig's current one. */
  readonly context?: string;
  /** Absent: the context's own. */
  readonly namespace?: string;
  /** As typed: `deploy`, `svc`, `gateway.gateway.networking.k8s.io`. */
  readonly resource?: string;
  readonly name?: string;
  /** The server has named it: when it isn't found, it was looked for in the wrong place, or is meant to be gone. */
  readonly answered?: true;
};

/**
 * A local port that a command of the runbook forwards to a cluster. `line` is the command's in the document. Not
 * `open`: nothing listens there now, though the command had `ended` well, or it `failed`, or was `not run`.
 */
export type Forward = {
  readonly port: number;
  readonly line: number;
  readonly target: Touched;
  readonly state: 'open' | 'ended' | 'failed' | 'not run';
};

/** Something that was found wrong on a cluster and explains failures: what a cause is derived from. */
export type Sighting = { readonly context: string; readonly namespace?: string } & (
  | { readonly kind: 'no-namespace'; readonly namespace: string; readonly near?: string }
  /** `near`: an object of this kind with a similar name. */
  | { readonly kind: 'no-object'; readonly resource: string; readonly name: string; readonly near?: string }
  /** `reason` as Kubernetes names it: `ImagePullBackOff`, `Unschedulable`; `message` is what it says of it. */
  | {
      readonly kind: 'pod';
      readonly name: string;
      readonly reason: string;
      readonly message?: string;
      readonly image?: string;
    }
  /** An object that is being deleted and stays; `why` is what keeps it. */
  | { readonly kind: 'ending'; readonly resource: string; readonly name: string; readonly why?: string }
  | { readonly kind: 'no-endpoints'; readonly service: string }
  | {
      readonly kind: 'condition';
      readonly resource: string;
      readonly name: string;
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }
);
