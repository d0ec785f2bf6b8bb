import type { Block, BlockOptions, Expectation, Runbook, Segment, Statement } from './runbook.ts';

/** The parts of a runbook or of a record that the functions below walk through. */
type WithBlocks<B> = { readonly steps: readonly { readonly blocks: readonly B[] }[] };
type WithSegments<S> = { readonly segments: readonly S[] };

/** The blocks of a runbook, in the order of the document. */
export function blocksOf<B>({ steps }: WithBlocks<B>): readonly B[] {
  return steps.flatMap(({ blocks }) => blocks);
}

/** The blocks of a planned runbook that will run: those that the plan does not skip. */
export function plannedBlocksOf<B extends { readonly id: string }>(item: {
  readonly runbook: WithBlocks<B>;
  readonly skipped: Readonly<Record<string, string>>;
}): readonly B[] {
  return blocksOf(item.runbook).filter(({ id }) => item.skipped[id] === undefined);
}

/** The segments of blocks, in their order. */
export function segmentsOf<S>(blocks: readonly WithSegments<S>[]): readonly S[] {
  return blocks.flatMap(({ segments }) => segments);
}

/** The statements of blocks, in their order. */
export function statementsOf<S>(
  blocks: readonly WithSegments<{ readonly statements: readonly S[] }>[],
): readonly S[] {
  return segmentsOf(blocks).flatMap(({ statements }) => statements);
}

/** The expectations of blocks, in their order. */
export function expectationsOf<E>(
  blocks: readonly WithSegments<{ readonly expectations: readonly E[] }>[],
): readonly E[] {
  return segmentsOf(blocks).flatMap(({ expectations }) => expectations);
}

/** A statement with the segment and the block that it stands in. */
export type PlacedStatement = {
  readonly block: Block;
  readonly segment: Segment;
  readonly statement: Statement;
};

/** The statements of a runbook with their places, in the order of the document. */
export function placedStatementsOf(runbook: Runbook): readonly PlacedStatement[] {
  return blocksOf(runbook).flatMap((block) =>
    block.segments.flatMap((segment) =>
      segment.statements.map((statement) => ({ block, segment, statement })),
    ),
  );
}

/** What a statement runs, applies, asks for or writes, as it stands on the page. */
export function textOf({ action }: Pick<Statement, 'action'>): string {
  switch (action.kind) {
    case 'shell':
      return action.script;
    case 'file':
      return action.content;
    default:
      return action.manifest;
  }
}

/** What the commands of blocks destroy something with: `kubectl delete`, each once. */
export function destroyedBy(blocks: readonly Block[]): readonly string[] {
  return [...new Set(statementsOf(blocks).flatMap(({ destroys }) => destroys ?? []))];
}

/** Whether all blocks of a page are skipped or done by a person, so that a run of it does nothing. */
export function runsNothing(runbook: Pick<Runbook, 'steps'>): boolean {
  return runBlocks(runbook).length === 0;
}

/** Whether no block of a page that runs has an expectation: all that a run of it shows is that its commands succeed. */
export function checksNothing(runbook: Pick<Runbook, 'steps'>): boolean {
  return expectationsOf(runBlocks(runbook)).length === 0;
}

function runBlocks(runbook: Pick<Runbook, 'steps'>): readonly Block[] {
  return blocksOf(runbook).filter(({ options }) => options.skip === undefined && !needsPerson(options));
}

/** Whether a block runs only where a person is: who does it, or who types at its terminal. */
export function needsPerson({ manual, tty, input }: BlockOptions): boolean {
  return manual || (tty && input === undefined);
}

/** Whether an expectation is a fence below its block and no line in it. */
export function isFence({ kind }: Pick<Expectation, 'kind'>): boolean {
  return kind === 'output' || kind === 'json-output';
}
