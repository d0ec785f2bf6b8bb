import type { RunbookOptions } from './options.ts';

/** What the host of a page is asked to do: once `play`, then at most once `stop`. */
export type HostRequest = ({ readonly type: 'play' } & PlayRequest) | { readonly type: 'stop' };

export type PlayRequest = {
  /** Folder of the project, which names of files are relative to. */
  readonly root: string;
  /** The page as people call it, and where it is. */
  readonly file: string;
  readonly path: string;
  readonly options: RunbookOptions;
  /** Units of which a test was selected; absent: all. */
  readonly selected?: readonly string[];
};

/** What a host tells. `ready` or `refused` comes once, before anything runs; `end` is the last. */
export type HostMessage =
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly faults: readonly Fault[] }
  | {
      readonly type: 'output';
      readonly unit: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  /** A unit is over. It was skipped when there is a `reason`. */
  | {
      readonly type: 'unit';
      readonly unit: string;
      readonly faults: readonly Fault[];
      readonly reason?: string;
    }
  | { readonly type: 'end'; readonly faults: readonly Fault[] };

/** What an error of a test says, and the places that its stack leads to; paths are absolute. */
export type Fault = {
  readonly message: string;
  readonly places: readonly { readonly path: string; readonly line: number; readonly column: number }[];
};
