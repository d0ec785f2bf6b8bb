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
};
