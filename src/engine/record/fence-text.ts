import type { Block, BlockOptions, ObjectArgs } from '../model/runbook.ts';
import { shortDuration } from '../parse/duration.ts';

/**
 * What the fence of a block says about the run, in the standard form: `bash cleanup`, `yaml apply cluster=$CLUSTER1`.
 * Its name is left out, and how long it may take, which says nothing about what comes out.
 */
export function fenceText(block: Block): string {
  const { skip, manual, cleanup, tty, input, dir, varies, when } = block.options;
  const words = [
    ...whatFor(block),
    ...(dir === undefined ? [] : [`dir=${dir}`]),
    ...(when === undefined ? [] : [`when="${when}"`]),
    ...(skip === undefined ? [] : ['skip']),
    ...flags({ manual, cleanup, tty, ...(varies ? { varies } : {}) }),
    ...(input === undefined ? [] : [`input=${JSON.stringify(input)}`]),
  ];
  return words.join(' ');
}

function flags(options: Partial<BlockOptions>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === true ? [name] : []));
}

/** The language, and of YAML what becomes of it and where. */
function whatFor({ segments }: Block): readonly string[] {
  const [segment] = segments;
  const action = segment?.statements[0]?.action;
  if (action === undefined || action.kind === 'shell') return ['bash'];
  if (action.kind === 'file') return [`file=${action.path}`];
  const where = [
    `cluster=${action.cluster}`,
    ...(action.namespace === undefined ? [] : [`namespace=${action.namespace}`]),
  ];
  if (action.kind === 'apply') {
    const force = action.force === false ? ['force=false'] : [];
    return ['yaml', 'apply', ...where, ...force, ...(action.delete ? ['delete'] : [])];
  }
  const { withinMs, forMs } = segment?.expectations[0] ?? {};
  const times = [
    ...(withinMs === undefined ? [] : [`within=${shortDuration(withinMs)}`]),
    ...(forMs === undefined ? [] : [`for=${shortDuration(forMs)}`]),
  ];
  const unordered = segment?.expectations.some(({ args }) => (args as Partial<ObjectArgs>).unordered);
  const words = [...(action.absent ? ['absent'] : []), ...(unordered ? ['unordered'] : [])];
  return ['yaml', 'assert', ...words, ...where, ...times];
}
