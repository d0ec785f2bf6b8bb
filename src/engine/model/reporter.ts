import type { BatchStreamEvent } from './batch.ts';
import type { RunEvent } from './event.ts';

/** A consumer of events. It never changes a run and never asks the engine anything. */
export type Reporter<Event = RunEvent> = { onEvent(event: Event): void; finish?(): Promise<void> };

export type ReporterOptions = {
  readonly color: boolean;
  readonly columns: number;
  readonly verbose: boolean;
  /** Of the text: nothing but failures and the outcome. */
  readonly quiet?: boolean;
  /** Where the run takes place, for reporters that speak to a CI service: it tells by variables what it offers. */
  readonly world?: ReporterWorld;
};

/** `cwd` is absolute, and what files of events are relative to. */
export type ReporterWorld = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type ReporterFactory<Event = RunEvent> = (
  write: (text: string) => void,
  options: ReporterOptions,
) => Reporter<Event>;

/** Makes a reporter of many runs as one. */
export type BatchReporterFactory = ReporterFactory<BatchStreamEvent>;
