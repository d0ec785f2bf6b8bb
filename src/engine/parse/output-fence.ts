import type { FenceWord } from '../expectations/kind.ts';
import type { OutputArgs } from '../expectations/kinds/output.ts';
import { expectationKinds } from '../expectations/registry.ts';
import type { Expectation } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Options } from './block-options.ts';
import { spanIn } from './block-text.ts';
import { parseDuration } from './duration.ts';
import type { Fence } from './fence.ts';
import type { Pending } from './group.ts';
import type { Lines } from './lines.ts';
import type { Report } from './report.ts';

/** The words of a fence that its kind reads. */
const fenceWords: readonly FenceWord[] = ['exact', 'verbatim', 'unordered'];

/** An `output` or `json output` fence with its options. */
export type OutputFence = { readonly fence: Fence; readonly options: Options };

/** Whether the fence is only shown. What says how to check it contradicts that. */
export function isExample({ options }: OutputFence, report: Report): boolean {
  if (!options.has('example')) return false;
  for (const word of [...fenceWords, 'within', 'for', 'stdout', 'stderr']) {
    const span = options.get(word)?.span;
    const message = `\`${word}\` does nothing beside \`example\`, which is shown and never checked.`;
    if (span) conflict(span, message, report);
  }
  return true;
}

/** The stream that the fence looks at. */
export function streamOf({ fence, options }: OutputFence): Expectation['stream'] {
  if (options.has('stdout')) return 'stdout';
  return options.has('stderr') ? 'stderr' : (kindOf(fence).stream ?? 'both');
}

/** Reads the fence as one more expectation of the commands above it; undefined when it can't be read. */
export function readOutput(output: OutputFence, lines: Lines, report: Report): Pending | undefined {
  const { fence, options } = output;
  const { block, span, opening } = fence;
  const both = options.has('stdout') && options.get('stderr');
  if (both) conflict(both.span, '`stdout` and `stderr` exclude each other.', report);
  const kindRule = kindOf(fence);
  const parsed = kindRule.parse(block.text, new Set(fenceWords.filter((word) => options.has(word))));
  if ('problem' in parsed) {
    const { from, to, ...problem } = parsed.problem;
    report({ severity: 'error', ...problem, span: to > from ? spanIn(block, from, to) : opening });
    // An update fills it; until then nothing meets it.
    if (problem.code !== 'parse/empty-output') return undefined;
  }
  const { withinMs, forMs } = durations(options);
  const args = 'args' in parsed ? parsed.args : nothingWritten(options);
  const directive = {
    kind: kindRule.name,
    args,
    negated: false,
    stream: streamOf(output),
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(forMs === undefined ? {} : { forMs }),
    text: block.text,
    source: lines.text.slice(span.start.offset, span.end.offset),
    kindRule,
  };
  return { directive, span };
}

function nothingWritten(options: Options): OutputArgs {
  const words = Object.fromEntries(
    ['verbatim', 'unordered'].flatMap((word) => (options.has(word) ? [[word, true]] : [])),
  );
  return { runs: [], gapBefore: false, gapBehind: false, exact: options.has('exact'), ...words };
}

function kindOf({ info }: Fence) {
  return info.language.toLowerCase() === 'json' ? expectationKinds['json-output'] : expectationKinds.output;
}

function durations(options: Options) {
  return {
    withinMs: parseDuration(options.get('within')?.value ?? ''),
    forMs: parseDuration(options.get('for')?.value ?? ''),
  };
}

function conflict(span: Span, message: string, report: Report): void {
  report({ code: 'parse/conflicting-words', severity: 'error', message, span, hint: 'Remove one of them.' });
}
