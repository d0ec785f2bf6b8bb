import type { BlockText } from './block-text.ts';
import type { Pending } from './group.ts';
import type { Report } from './report.ts';

/**
 * A shell fence. `inert` blocks are shown or done by a person: bash is not going to read them. `tty` ones have a
 * terminal; what a `cleanup` one does may fail. `below` is the output expected of its last commands.
 */
export type ShellFence = {
  readonly block: BlockText;
  readonly id: (statement: number) => string;
  readonly withinMs?: number | undefined;
  readonly inert: boolean;
  readonly tty: boolean;
  readonly cleanup: boolean;
  readonly below: readonly Pending[];
  readonly report: Report;
};
