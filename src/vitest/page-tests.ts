import type { Block, Runbook, Step } from '../engine/index.ts';

/** One test of a page: a step, or what is cleaned up of it at the end. */
export type PageTest = {
  /** Names it wherever processes speak of it. */
  readonly unit: string;
  readonly name: string;
  /** Line of the step's heading. */
  readonly line: number;
  readonly step: Step;
};

/** The unit of a step's body, or of its cleanup. */
export function unitOf(phase: 'run' | 'cleanup', path: string, step: string): string {
  return `${phase} ${path}#${step}`;
}

/** The steps that run in the order of the document. */
export function bodyTests({ source, steps }: Runbook): readonly PageTest[] {
  return steps
    .filter(({ blocks }) => blocks.some(({ options }) => !options.cleanup))
    .map((step) => ({ ...named(step), unit: unitOf('run', source.path, step.id), step }));
}

/** What runs at the end whatever happened, last first. */
export function cleanupTests({ source, steps }: Runbook): readonly PageTest[] {
  return steps
    .filter(({ blocks }) => blocks.some(undoes))
    .toReversed()
    .map((step) => {
      const { name, line } = named(step);
      const alone = step.blocks.every(({ options }) => options.cleanup);
      const unit = unitOf('cleanup', source.path, step.id);
      return { name: alone ? name : `${name} (cleanup)`, line, unit, step };
    });
}

function named({ title, span }: Step): Pick<PageTest, 'name' | 'line'> {
  return { name: title, line: span.start.line };
}

function undoes({ options, segments }: Block): boolean {
  const statements = segments.flatMap((segment) => segment.statements);
  return options.cleanup || statements.some(({ action }) => action.kind === 'apply' && action.delete);
}
