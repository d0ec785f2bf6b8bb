import type { RunEvent } from './event.ts';

/** A consumer of events. It never changes a run and never asks the engine anything. */
export type Reporter = { onEvent(event: RunEvent): void; finish?(): Promise<void> };

export type ReporterOptions = {
  readonly color: boolean;
  readonly columns: number;
  readonly verbose: boolean;
};

export type ReporterFactory = (write: (text: string) => void, options: ReporterOptions) => Reporter;
