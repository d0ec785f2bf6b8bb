import type { PhrasingContent } from 'mdast';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { RecordedBlock, RunRecord } from '../engine/model/record.ts';
import type { Block, Expectation, Runbook, Step } from '../engine/model/runbook.ts';
import type { Standing } from '../engine/record/standing.ts';
import type { Translations, Wording } from './wording.ts';

/** How runbooks are shown. Everything may be left out. */
export type RemarkRunbookOptions = {
  /** Absolute folder of the runbooks; files elsewhere are not read as such. By default every file is a runbook. */
  readonly root?: string;
  /**
   * Which pages in `root` are runbooks: by default all that have something to run. With `checked` only those that were
   * written for runbook: with checks, manifests, `clusters:` and the like, or a record beside them.
   */
  readonly pages?: 'all' | 'checked';
  /** Address of a runbook's page by its path in `root`, `labs/lab2`. By default links stay as they are written. */
  readonly page?: (slug: string) => string;
  /** Address of a manifest to download, by `labs/lab2/route.yaml`; `manifestFiles` has the files. By default none. */
  readonly asset?: (path: string) => string;
  /** `false`: nodes are only marked (`data.runbook`), and how they look is yours. */
  readonly render?: boolean;
  /** `remove` where the site shows the title of the front matter. By default the document's heading stays. */
  readonly title?: 'keep' | 'remove';
  /** GitHub's alerts as container directives (`:::note`), which Starlight and Docusaurus draw. By default they stay. */
  readonly alerts?: 'keep' | 'directives';
  /** What differs from its record fails the build; with `warn` it is only said, on the page too. */
  readonly drift?: 'fail' | 'warn';
  /** A page that was never recorded fails the build. */
  readonly requireRecord?: boolean;
  /** How old a record may be, in days. */
  readonly maxAgeDays?: number;
  /** What readers see in other words than English ones; `runbook/remark` exports the table, `english`. */
  readonly strings?: Translations;
  /** How days and counts are written, as a BCP 47 tag; `en-GB` by default. */
  readonly lang?: string;
};

/** What the plugin leaves in `file.data.runbook`: the document as the engine reads it, and what was recorded of it. */
export type RunbookData = {
  /** Its path in `root` without `.md`, `labs/lab2`. */
  readonly slug: string;
  readonly runbook: Runbook;
  /** Of a verified run, if there was one: of several that on clusters, and the newest. */
  readonly record?: RunRecord;
  /** How all records of the page stand, one for each target. */
  readonly standings: readonly Standing[];
  /** What differs by now; unless `drift` is `warn` only what doesn't fail the build, such as other prose. */
  readonly drift: readonly Diagnostic[];
};

/**
 * What the plugin leaves in `node.data.runbook`: of a heading its step; of a fence its step and block, whose segments
 * hold the statements and expectations; of an `output` fence below a block also the expectation, unless nothing checks it.
 */
export type RunbookMark = {
  readonly step: Step;
  readonly block?: Block;
  readonly recorded?: RecordedBlock;
  readonly output?: { readonly expectation?: Expectation };
};

/** A runbook on its way to a page. */
export type Page = RunbookData & {
  readonly recorded: ReadonlyMap<string, RecordedBlock>;
  readonly options: RemarkRunbookOptions;
  readonly wording: Wording;
  /** Ids of steps, whose headings have these anchors already. */
  readonly anchors: ReadonlySet<string>;
  /** How other runbooks are called, as links where they have a page. */
  readonly named: (name: string) => readonly PhrasingContent[];
};
