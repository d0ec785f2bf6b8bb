import { judgeExpectation } from '../expectations/judge-expectation.ts';
import type { JsonArgs } from '../expectations/kinds/json.ts';
import { type Pattern, parsePattern } from '../expectations/pattern.ts';
import { linesOf, readable } from '../expectations/readable.ts';
import type { Edit } from '../format/edits.ts';
import { joinStreams } from '../judge/join-streams.ts';
import { seenBy } from '../judge/seen.ts';
import type { Output } from '../model/output.ts';
import type { Expectation } from '../model/runbook.ts';
import { movingBetween } from './moving.ts';
import type { Observed } from './observed.ts';
import type { Proposal, Refusal } from './proposal.ts';
import { type Renewed, renew } from './renew.ts';
import { renewJsonOutput } from './renew-json.ts';
import { renewOutput } from './renew-output.ts';
import { renewPath } from './renew-path.ts';
import type { Seen } from './seen.ts';
import { whyNever } from './why-never.ts';

type Answer = Proposal | Refusal;

/** An answer for each unmet expectation of a segment. */
export function answersOf(observed: Observed, text: string, all: boolean): readonly Answer[] {
  const { segment, from } = observed;
  if (from !== undefined) return elsewhere(observed, from);
  const judgements = new Map(
    observed.verdicts.map(({ expectation, judgement }) => [expectation.span.start.offset, judgement]),
  );
  const judged = segment.expectations.map((expectation) => ({
    expectation,
    judgement: judgements.get(expectation.span.start.offset),
  }));
  const others = judged.filter(({ judgement }) => judgement?.met !== false);
  const said = new Map(others.map(({ expectation: { source, span } }) => [keyOf(source), span.start.line]));
  return judged.flatMap(({ expectation, judgement }) => {
    if (judgement?.met !== false) return [];
    const never = whyNever(expectation, judgement, observed);
    return [never ? { expectation, ...never } : answerOf(expectation, { observed, text, said, all })];
  });
}

/** Text that is taken from another file stands there: other pages may take it too. */
function elsewhere({ verdicts }: Observed, from: string): readonly Refusal[] {
  return verdicts.flatMap(({ expectation, judgement }) =>
    judgement.met
      ? []
      : [
          {
            expectation,
            why: `it stands in ${from}, which other pages may take in as well`,
            hint: `Change it there, or run that page itself with \`--update\`. What came is: ${judgement.actual}`,
          },
        ],
  );
}

type Asked = {
  readonly observed: Observed;
  /** The document's. */
  readonly text: string;
  /** What other expectations of the segment say, and on which line. */
  readonly said: Map<string, number>;
  readonly all: boolean;
};

function answerOf(expectation: Expectation, asked: Asked): Answer {
  const { observed } = asked;
  const { movement, variables } = observed;
  if (movement === undefined || expectation.withinMs !== undefined) return renewed(expectation, asked);
  // It was only too early: the text stays, and will wait.
  const later = { ...expectation, withinMs: 1 };
  const isMet = (outputs: readonly Output[]): boolean => {
    const { streams } = seenBy(later, outputs);
    if (streams.some(({ truncated }) => truncated)) return false;
    return judgeExpectation(later, { text: joinStreams(streams).text, exits: outputs, variables }).met;
  };
  if (isMet(movement.outputs) && expectation.text.trim() !== '') return { expectation, edits: [] };
  return renewed(expectation, asked);
}

function seenOf(expectation: Expectation, { observed, all }: Asked): Seen {
  const { movement, variables } = observed;
  const outputs = movement?.outputs ?? observed.outputs;
  const streamsOf = (each: readonly Output[]) => seenBy(expectation, each).streams;
  const streams = streamsOf(outputs);
  const others = movement?.others.map(streamsOf) ?? [];
  const lines = (each: Seen['streams']) => linesOf(readable(joinStreams(each).text));
  return { streams, others, moving: movingBetween(lines(streams), others.map(lines)), variables, all };
}

function renewed(expectation: Expectation, asked: Asked): Answer {
  const { text, said } = asked;
  const seen = seenOf(expectation, asked);
  if (expectation.kind === 'output') return { expectation, ...renewOutput(expectation, text, seen) };
  if (expectation.kind === 'json-output') return { expectation, ...renewJsonOutput(expectation, text, seen) };
  if (expectation.kind === 'json') return renewedPath(expectation, renewPath(expectation, seen));
  const result = renew(expectation, seen);
  if ('why' in result) return { expectation, ...result };
  const { source, span } = expectation;
  const key = keyOf(`${source.slice(0, source.indexOf(':'))}: ${result.pattern}`);
  const line = said.get(key);
  if (line !== undefined) return { expectation, why: `it would say the same as line ${line}` };
  said.set(key, span.start.line);
  return { expectation, edits: [editOf(expectation, result.pattern)] };
}

function renewedPath(expectation: Expectation, result: Renewed): Answer {
  if ('why' in result) return { expectation, ...result };
  const { source, span, args } = expectation;
  const { path, value } = args as JsonArgs;
  const written = value?.text ?? '';
  const after = source.indexOf(path, source.indexOf(':') + 1) + path.length;
  const from = span.start.offset + source.indexOf(written, source.indexOf('=', after) + 1);
  return { expectation, edits: [{ from, to: from + written.length, text: result.pattern }] };
}

/** A directive without its note, blanks made one. */
function keyOf(source: string): string {
  const colon = source.indexOf(':');
  return `${source.slice(0, colon)}: ${parsePattern(source.slice(colon + 1)).text}`.replace(/\s+/g, ' ');
}

/** Puts the new pattern in place of the old one: words, note and blanks around it stay. */
function editOf({ source, text, args, span }: Expectation, pattern: string): Edit {
  const { quoted, text: plain } = args as Pattern;
  const old = quoted ? (/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? text) : plain;
  const from = span.start.offset + source.indexOf(text, source.indexOf(':') + 1);
  return { from, to: from + old.length, text: pattern };
}
