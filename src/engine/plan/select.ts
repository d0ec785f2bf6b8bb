import { nearest } from '../diagnostics/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlanOptions } from '../model/plan.ts';
import type { Block, Runbook, Step } from '../model/runbook.ts';
import { needsPerson } from '../model/statements.ts';
import { machineOs } from './machine-os.ts';
import { chooseVariants } from './variants.ts';

type Place = { readonly runbook: Runbook; readonly step: Step; readonly block: Block };

/** Why a block that nobody asked for won't run. */
export const notSelected = 'not selected';

/** Reason of every block that won't run, by block id. */
type Skipped = Readonly<Record<string, string>>;

type Selection = {
  readonly skippedOf: (runbook: Runbook) => Skipped;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Decides which blocks of the asked runbooks run. `from`, `until` and `only` name a step or a block; the first two
 * count over all asked runbooks in order. Cleanup blocks are never deselected: they run whatever happened.
 */
export function select(asked: readonly Runbook[], options: PlanOptions): Selection {
  const places = asked.flatMap(placesOf);
  const names = [options.from, options.until, ...(options.only ?? [])].filter((name) => name !== undefined);
  const diagnostics = names.flatMap((name) => unknownName(name, places, asked));
  const chosen = diagnostics.length > 0 ? places : chosenPlaces(places, options);
  return { diagnostics, skippedOf: (runbook) => skippedBlocks(runbook, options, chosen) };
}

/** Reasons that lie in the block itself, or in nobody having selected it. */
export function skippedBlocks(
  runbook: Runbook,
  options: PlanOptions,
  chosen: readonly Place[] = placesOf(runbook),
): Skipped {
  const selected = new Set(chosen.filter((place) => place.runbook === runbook).map((place) => place.block));
  const otherWay = chooseVariants(runbook, { os: machineOs, ...options });
  const entries = placesOf(runbook).flatMap(({ block }): [string, string][] => {
    const reason = skipReason(block, selected.has(block), options) ?? otherWay(block);
    return reason === undefined ? [] : [[block.id, reason]];
  });
  return Object.fromEntries(entries);
}

function skipReason(block: Block, selected: boolean, options: PlanOptions): string | undefined {
  if (block.options.skip !== undefined) return block.options.skip || 'marked `skip`';
  if (!selected && !block.options.cleanup) return notSelected;
  if (block.options.manual) return options.interactive ? undefined : 'needs a person to do it';
  if (needsPerson(block.options) && !options.terminal) return 'needs a person at a terminal';
  return undefined;
}

function chosenPlaces(places: readonly Place[], options: PlanOptions): readonly Place[] {
  const first = options.from === undefined ? 0 : places.findIndex(isNamed(options.from));
  const last = options.until === undefined ? places.length - 1 : places.findLastIndex(isNamed(options.until));
  const range = places.slice(first, last + 1);
  const only = options.only ?? [];
  return only.length === 0 ? range : range.filter((place) => only.some((name) => isNamed(name)(place)));
}

function isNamed(name: string): (place: Place) => boolean {
  return ({ step, block }) => step.id === name || block.id === name;
}

function unknownName(name: string, places: readonly Place[], asked: readonly Runbook[]): Diagnostic[] {
  if (places.some(isNamed(name))) return [];
  const names = [...new Set(places.flatMap(({ step, block }) => [step.id, block.id]))];
  const near = nearest(name, names);
  const steps = [...new Set(places.map(({ step }) => step.id))].join(', ');
  const hint = near === undefined ? `Name one of: ${steps}.` : `Did you mean \`${near}\`?`;
  const files = asked.map((runbook) => runbook.source.file).join(', ');
  return [
    {
      code: 'plan/no-such-step',
      severity: 'error',
      message: `No step or block is called \`${name}\` in ${files}`,
      hint,
    },
  ];
}

/** Every block with where it stands, in the order of the document. */
export function placesOf(runbook: Runbook): readonly Place[] {
  return runbook.steps.flatMap((step) => step.blocks.map((block) => ({ runbook, step, block })));
}
