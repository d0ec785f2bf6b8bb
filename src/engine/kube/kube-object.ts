/** What we read of an object that an API server gave, or that a manifest holds. */
export type KubeObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly parents?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly ancestors?: readonly { readonly conditions?: readonly Condition[] }[];
  };
};

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly observedGeneration?: number;
};

const worstFirst: readonly string[] = ['False', 'Unknown', 'True'];

/**
 * The conditions of an object: type to status. A route has them once for each parent, a policy for each ancestor:
 * the worst counts. A condition that was written for an earlier generation says nothing yet: `Unknown`.
 */
export function conditionsOf(object: KubeObject): Readonly<Record<string, string>> {
  const { conditions = [], parents = [], ancestors = [] } = object.status ?? {};
  const all = [...conditions, ...[...parents, ...ancestors].flatMap((part) => part.conditions ?? [])];
  const statuses: Record<string, string> = {};
  for (const condition of all) {
    const stale =
      (condition.observedGeneration ?? Number.POSITIVE_INFINITY) < (object.metadata.generation ?? 0);
    const status = stale ? 'Unknown' : condition.status;
    statuses[condition.type] = worse(statuses[condition.type] ?? status, status);
  }
  return statuses;
}

/** The status that says less good. */
export function worse(one: string, other: string): string {
  return worstFirst.find((status) => status === one || status === other) ?? other;
}
