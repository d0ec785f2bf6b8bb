import type { Outcome } from './output.ts';

/** The number of the record format; a record in another one must be written anew. */
export const recordFormat = 2;

/**
 * What the last verified run of a runbook saw, checked in beside it as `<name>.record.json`. Plain JSON, masked. It
 * says what was run word for word, so that a page that says something else by now can be told from it.
 */
export type RunRecord = {
  readonly format: typeof recordFormat;
  /** Day of the run, `2026-01-31`, UTC. */
  readonly verified: string;
  /** What recorded it: `runbook 0.1.0`, with the commit it was built from where that is known. */
  readonly by: string;
  /** The job of CI that ran it. */
  readonly job?: RecordedJob;
  readonly target: RecordedTarget;
  /** Of the whole runbook, rounded: what a reader has to reckon with. */
  readonly seconds: number;
  /** What the front matter says about the run, a line for each thing: `clusters: CLUSTER1 CLUSTER2`. */
  readonly head: readonly string[];
  /** Values of the page's inputs, by name; that of a secret is hidden. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** SHA-256 of the page's text without what runs and is checked, which stands here in full. */
  readonly prose: string;
  /**
   * SHA-256 of files that commands of the page, or of one that it requires, name, and of those that describe images
   * beside them; by their path from the page.
   */
  readonly files?: Digests;
  /** SHA-256 of what required pages run and check, by the names with which they are required. */
  readonly required?: Digests;
  /** In the order of the document; also those that didn't run. */
  readonly blocks: readonly RecordedBlock[];
};

/** In hexadecimal, by name. */
type Digests = Readonly<Record<string, string>>;

/** Where a job can be looked at, and the commit that it had checked out. */
export type RecordedJob = { readonly url: string; readonly commit?: string };

/** `simulated` is said wherever anything of the record is shown. */
export type RecordedTarget = {
  readonly name: string;
  readonly simulated: boolean;
  /** By cluster variable. */
  readonly clusters: Readonly<Record<string, RecordedCluster>>;
  readonly tools: Readonly<Record<string, string>>;
  /** Images that ran without anything being known of them: what was ready of these was taken for granted. */
  readonly opaque?: readonly string[];
  /** Images that answered what a file beside the page says. */
  readonly described?: readonly string[];
};

/** The context that a variable stood for, its server's version, and the names that only this cluster has. */
type RecordedCluster = {
  readonly context: string;
  readonly version: string;
  readonly ownNames?: readonly string[];
};

export type RecordedBlock = {
  /** Step and block by their ids at the time of the run. */
  readonly step: string;
  readonly block: string;
  /** What its fence says about the run, without its name: `bash cleanup`, `yaml apply cluster=$CLUSTER1`. */
  readonly fence: string;
  readonly segments: readonly RecordedSegment[];
};

/**
 * Statements, and the expectations that judged them together, as lines in their standard form without notes; a fence of
 * expected output with its marks. All were met: a record is of a run that passed.
 */
type RecordedSegment = {
  readonly statements: readonly RecordedStatement[];
  readonly expectations: readonly string[];
  /** Lines that say where a run goes on behind it. */
  readonly ways?: readonly string[];
};

export type RecordedStatement = {
  /** Script or manifest, and `# wait` lines below it, line by line. */
  readonly source: readonly string[];
  readonly outcome: Extract<Outcome, 'passed' | 'skipped'>;
  /** Why it was skipped. */
  readonly reason?: string;
  /** Rounded. */
  readonly seconds?: number;
  /** Absent when it was 0. */
  readonly exitCode?: number;
  readonly stdout?: RecordedOutput;
  readonly stderr?: RecordedOutput;
};

/** Lines of one stream as a reader sees them. `omitted`: so many lines were left out after the first `after`. */
export type RecordedOutput = {
  readonly lines: readonly string[];
  readonly omitted?: { readonly after: number; readonly lines: number };
};
