/** What a target is, for people and for records. */
export type TargetFacts = {
  /** Key of per-target values in front matter: `sandbox` or `cluster`. */
  readonly name: string;
  /** Shown wherever its output is shown. */
  readonly simulated: boolean;
  readonly summary: string;
  /** Images of a simulated cluster that are what a file beside a runbook says. */
  readonly described?: readonly string[];
  /** Cluster variable to the context it stands for and the server's version. */
  readonly clusters: readonly ClusterFacts[];
  /** Tool name to version, as found in preflight. */
  readonly tools: Readonly<Record<string, string>>;
};

export type ClusterFacts = {
  readonly variable: string;
  readonly context: string;
  readonly version: string;
  /** Names that only this cluster has: its server's host and port, its nodes. Its twin prints others. */
  readonly ownNames?: readonly string[];
};

/**
 * An image of which a simulated cluster knows nothing but its name: its containers run and are ready because the
 * simulation says so, not because anything was looked at.
 */
export type OpaqueImage = {
  readonly context: string;
  readonly image: string;
  /** How many containers of it have run so far. */
  readonly containers: number;
  /** Kinds of probes that were taken as met without being asked, as in the container's spec: `readinessProbe`. */
  readonly granted: readonly string[];
  /** What a command wanted to know of its containers, which nobody could tell: `its log`. */
  readonly asked: readonly string[];
};

/** Beside a runbook: what its images do that the sandbox doesn't know. */
export const workloadsFile = 'workloads.yaml';

/** Variable name to context, as chosen for this run; only these contexts may ever be touched. */
export type ClusterChoice = Readonly<Record<string, string>>;

/** An object of a target's cluster: its kind, and what its `metadata` says of it. */
export type TargetObject = {
  readonly context: string;
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  /** What may be done with objects of the kind: `list`, `delete`, … */
  readonly verbs: readonly string[];
  readonly metadata: {
    readonly uid?: string;
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: readonly unknown[];
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Whether it was there when the target began. */
  readonly initial: boolean;
};

/**
 * The whole seam between the engine and what a runbook runs against. `kubeconfig` is a private file with only the
 * chosen contexts; `env` is what the session's environment gains; `path` are folders put before PATH.
 */
export type OpenTarget = {
  readonly facts: TargetFacts;
  readonly kubeconfig: string;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Secrets the target made, to be masked. */
  readonly secrets: readonly string[];
  /** Images that ran without being simulated, so far. Absent where everything that runs is real. */
  opaqueImages?(): readonly OpaqueImage[];
  /** Told when a command starts that will ask the clusters: those that come up when asked may begin ahead. */
  expectQuestions?(): void;
  /** All objects of its clusters as they are now. Absent where only a server can be asked. */
  objects?(): readonly TargetObject[];
  close(): Promise<void>;
};

export type Target = {
  readonly name: string;
  open(clusters: ClusterChoice, signal: AbortSignal): Promise<OpenTarget>;
};

/** How the version of a simulated server ends: whoever asks it is told that it is simulated. */
export const simulatedBuild = '+sandbox';
