/** What applying a manifest would do to one of its objects, by the server's dry run. */
export type ObjectDiff = {
  readonly file: string;
  /** Where the object begins in the file. */
  readonly line: number;
  /** `deployment.apps/web`. */
  readonly name: string;
  /** `in shop on kind-east`; empty where that isn't known before the run. */
  readonly where: string;
  /** `unknown` where nothing can be compared, and a note says why; `refused` by the server. */
  readonly result: 'created' | 'configured' | 'unchanged' | 'conflict' | 'refused' | 'unknown';
  /** What a person should know of it: whose fields are taken, what isn't there yet. */
  readonly notes: readonly string[];
  /** As YAML: the object as it is, empty when it isn't there, and as it would be. */
  readonly before?: string;
  readonly after?: string;
};
