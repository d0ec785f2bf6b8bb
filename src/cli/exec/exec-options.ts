import type { Shard } from '../../engine/plan/shard.ts';
import type { InputOptions } from '../inputs/settle-inputs.ts';
import type { UpdateOptions } from '../offer-updates.ts';
import type { Pairs } from '../options.ts';
import type { SelectOptions } from '../prepare.ts';
import type { RecordOptions } from '../record-options.ts';
import type { TargetOptions } from '../target-options.ts';

/** What `runbook exec` takes. */
export type ExecOptions = SelectOptions &
  TargetOptions &
  ManyOptions &
  UpdateOptions &
  RecordOptions &
  InputOptions & {
    readonly keepGoing?: boolean;
    readonly reporter: readonly string[];
    readonly env: Pairs;
    readonly mask: readonly string[];
    readonly confirm?: readonly string[];
    readonly shell?: string;
    readonly dryRun?: boolean;
    /** A file for the journal of the run. */
    readonly journal?: string;
    /** A folder in which each run that people start by hand has a journal. */
    readonly journalFolder?: string;
    /** The journal of a run to go on from. */
    readonly resume?: string;
    readonly verbose?: boolean;
    readonly quiet?: boolean;
    readonly step?: boolean;
    /** Required pages are taken as done. */
    readonly ready?: boolean;
    /** A file for a recording of the terminal UI. */
    readonly cast?: string;
    /** Run again what changes, each time the page is saved. */
    readonly watch?: boolean;
    /** This process is one run of many, and tells the process that started it what happens. */
    readonly asPart?: boolean;
  };

/** What makes each file a run of its own; without any of it all files are one run. */
type ManyOptions = {
  readonly jobs?: number;
  readonly shard?: Shard;
  readonly retries?: number;
  readonly bail?: boolean;
  readonly failOnFlaky?: boolean;
};
