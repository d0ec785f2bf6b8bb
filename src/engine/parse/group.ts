import type { Expectation, Statement } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Unit } from '../shell/split-statements.ts';
import type { Directive } from './directive.ts';
import { isRepeatable } from './repeat.ts';

/** A statement with the syntax it was made of. */
export type Made = { readonly statement: Statement; readonly unit: Unit };

/** An expectation being read, with the rule of its kind. */
export type Pending = { readonly directive: Directive; readonly span: Span };

/** One that is a line `# expect …: …`; `at` gives the span between two offsets of it. */
export type PendingLine = Pending & { readonly at: (from: number, to: number) => Span };

/** The statements that a group of expectations judges; `withinMs` is the block's default. */
type Above = { readonly made: readonly Made[]; readonly withinMs?: number | undefined };

/**
 * Turns a group of directives into expectations on the statements above. The default time is given only where
 * repeating makes sense.
 */
export function finishGroup(pending: readonly Pending[], above: Above): readonly Expectation[] {
  const last = above.made.at(-1);
  const repeatable = last !== undefined && isRepeatable(last.unit);
  return pending.map(({ directive: { kindRule: _, ...directive }, span }) => {
    const withinMs = directive.withinMs ?? (repeatable ? above.withinMs : undefined);
    return { ...directive, span, ...(withinMs === undefined ? {} : { withinMs }) };
  });
}
