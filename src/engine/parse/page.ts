import type { Runbook } from '../model/runbook.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import type { Options } from './block-options.ts';
import type { Comment } from './comments.ts';
import type { CodeBlock, Fence } from './fence.ts';
import type { Made, Pending, PendingLine } from './group.ts';
import type { Lines } from './lines.ts';
import type { Section } from './markdown.ts';
import type { ShellFence } from './shell-fence.ts';

/** A document as it was read: the runbook, and the syntax that no run needs and every rule of `lint/` may look at. */
export type Page = Readonly<Parts> & {
  readonly lines: Lines;
  readonly runbook: Runbook;
  readonly sections: readonly Section[];
  /** Whether Markdown found front matter. */
  readonly hasHead: boolean;
  /** Whether it has what only a runbook has: an expectation, a block for a cluster, a key such as `clusters:`. */
  readonly isOurs: boolean;
};

/** What is found in the sections of a page, in order. */
export type Parts = {
  readonly fences: ReadFence[];
  readonly inert: CodeBlock[];
  readonly shells: ShellCode[];
  /** Lines `# expect …: …`, of shell blocks and of manifests. */
  readonly directives: PendingLine[];
};

/** A fence that means something to us, with its options. */
type ReadFence = { readonly fence: Fence; readonly options: Options };

/** A shell block that bash can read. A comment of `comments` is none that an expectation was made of. */
export type ShellCode = {
  readonly fence: ShellFence;
  /** Its statements, but for those that were meant as expectations. */
  readonly commands: readonly ReadStatement[];
  readonly groups: readonly Group[];
  readonly comments: readonly Comment[];
};

/** A statement with the commands in it; they are read where bash is going to run it. */
export type ReadStatement = Made & { readonly simple: readonly SimpleCommand[] };

/** Expectations that stand together, and the statements above them that they judge. */
export type Group = { readonly pending: readonly Pending[]; readonly made: readonly Made[] };

/** A place for what is found. */
export function noParts(): Parts {
  return { fences: [], inert: [], shells: [], directives: [] };
}
