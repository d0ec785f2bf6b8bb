import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src/engine/judge/judge.ts';
import { worst } from '../../../../src/engine/judge/outcome.ts';
import { failureOf } from '../../../../src/engine/judge/success.ts';
import type { Output, StreamOutput } from '../../../../src/engine/model/output.ts';
import type { Segment } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';

function segmentOf(...directives: readonly string[]): Segment {
  const text = ['# T', '', '```bash', 'first', 'second', ...directives, '```', ''].join('\n');
  const { runbook, diagnostics } = parse({ file: 't.md', path: '/t.md', text });
  const segment = runbook.steps[0]?.blocks[0]?.segments[0];
  if (segment === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(JSON.stringify(diagnostics));
  return segment;
}

function outputOf(
  text: { stdout?: string; stderr?: string; truncated?: boolean },
  exit: Partial<Output> = {},
): Output {
  const { stdout = '', stderr = '', truncated = false } = text;
  return {
    stdout: { text: stdout, bytes: stdout.length, truncated },
    stderr: { text: stderr, bytes: stderr.length, truncated: false },
    exitCode: 0,
    pipeStatus: [0],
    durationMs: 5,
    ended: 'normally',
    ...exit,
  };
}

function metOf(segment: Segment, ...outputs: readonly Output[]): readonly boolean[] {
  return judge(segment, outputs, { variables: {} }).map(({ judgement }) => judgement.met);
}

describe('judge', () => {
  it('reads the outputs of all statements of the segment as one, each line its own', () => {
    const segment = segmentOf('# expect: one', '# expect: two', '# expect: onetwo');
    expect(metOf(segment, outputOf({ stdout: 'one' }), outputOf({ stdout: 'two\n' }))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('says which statement printed what met an expectation, the last one that did', () => {
    const segment = segmentOf('# expect: 3', '# expect: two', '# expect: of', '# expect not: four');
    const [first, second] = segment.statements;
    const outputs = [outputOf({ stdout: '3 of them\n' }), outputOf({ stdout: 'two of them\n' })];
    const verdicts = judge(segment, outputs, { variables: {}, statements: segment.statements });
    expect(verdicts.map(({ judgement }) => judgement)).toEqual([
      { met: true, by: { statement: first?.id, line: 4, later: 5 } },
      { met: true, by: { statement: second?.id, line: 5 } },
      { met: true, by: { statement: second?.id, line: 5 } },
      { met: true },
    ]);
  });

  it('counts a later statement only if it printed on the stream that is looked at', () => {
    const segment = segmentOf('# expect stdout: 3', '# expect: 3');
    const outputs = [outputOf({ stdout: '3\n' }), outputOf({ stderr: 'done\n' })];
    const verdicts = judge(segment, outputs, { variables: {}, statements: segment.statements });
    expect(verdicts.map(({ judgement }) => judgement.met && judgement.by?.later)).toEqual([undefined, 5]);
  });

  it('names no statement where it takes the outputs of several, or only the last is looked at', () => {
    const segment = segmentOf('# expect regex: ^a$', '# expect within 5s: a');
    const outputs = [outputOf({ stdout: 'a\n' }), outputOf({ stdout: 'a\n' })];
    const verdicts = judge(segment, outputs, { variables: {}, statements: segment.statements });
    expect(verdicts.map(({ judgement }) => judgement.met && judgement.by?.line)).toEqual([5, undefined]);
  });

  it('looks at both streams, or at the one that is named', () => {
    const segment = segmentOf('# expect: oops', '# expect stderr: oops', '# expect stdout: oops');
    expect(metOf(segment, outputOf({ stderr: 'oops\n' }))).toEqual([true, true, false]);
  });

  it('looks only at the newest output of what `within` repeats', () => {
    const segment = segmentOf('# expect not within 5s: gone', '# expect not: gone');
    const outputs = [outputOf({ stdout: '"gone" deleted\n' }), outputOf({ stdout: 'nothing here\n' })];
    expect(metOf(segment, ...outputs)).toEqual([true, false]);
  });

  it('does not call something absent from an output of which the middle is gone', () => {
    const segment = segmentOf('# expect not: needle');
    expect(metOf(segment, outputOf({ stdout: 'hay' }))).toEqual([true]);
    expect(metOf(segment, outputOf({ stdout: 'hay', truncated: true }))).toEqual([false]);
  });

  it('finds what was left out of an output in the whole of its stream, going through that once', () => {
    const segment = segmentOf(
      '# expect: needle',
      '# expect: pin',
      '# expect not: thimble',
      '# expect: bodkin',
    );
    const output = outputOf({ stdout: 'hay\n[…]\nhay\n', truncated: true });
    let passes = 0;
    const whole = (stream: StreamOutput) => {
      if (stream !== output.stdout) return undefined;
      passes += 1;
      return { complete: true, pieces: () => ['hay\na needle\n', 'a pin\nhay\n'] };
    };
    const verdicts = judge(segment, [output], { variables: {}, whole });
    expect(verdicts.map(({ judgement }) => judgement.met)).toEqual([true, true, true, false]);
    expect(passes).toBe(1);
  });

  it('does not call something absent from a stream that is too long to be kept even as a whole', () => {
    const segment = segmentOf('# expect not: needle');
    const whole = () => ({ complete: false, pieces: () => ['hay\n'] });
    const [verdict] = judge(segment, [outputOf({ stdout: 'hay', truncated: true })], {
      variables: {},
      whole,
    });
    expect(verdict?.judgement.met).toBe(false);
  });

  it('says which line offends a negative expectation', () => {
    const [verdict] = judge(
      segmentOf('# expect not: Error'),
      [outputOf({ stdout: 'fine\nan Error here\n' })],
      { variables: {} },
    );
    expect(verdict?.judgement).toMatchObject({ met: false, actual: 'an Error here' });
  });
});

describe('failureOf', () => {
  const failing = (pipeStatus: readonly number[], exitCode = pipeStatus.at(-1) ?? 0) =>
    outputOf({}, { pipeStatus, exitCode });
  const kindOf = (output: Output, directives: readonly string[], last = true) =>
    failureOf({ output, expectations: segmentOf(...directives).expectations, last })?.kind;

  it.each([
    ['success', failing([0]), [], undefined],
    ['a failure nobody expects', failing([2]), ['# expect: text'], 'exit'],
    ['a failure that is expected', failing([2]), ['# expect exit: 2'], undefined],
    ['silence of grep', failing([0, 1]), ['# expect: no output'], undefined],
    ['silence after a dead server', failing([7, 1]), ['# expect: no output'], 'exit'],
    ['no response', failing([7]), ['# expect: HTTP 000'], undefined],
    ['a reader that had enough', failing([141, 0]), ['# expect: text'], undefined],
    ['a time-out', outputOf({}, { ended: 'timeout', exitCode: null }), ['# expect exit: any'], 'timeout'],
    ['Ctrl-C', outputOf({}, { ended: 'interrupt', exitCode: null }), [], 'interrupt'],
    ['`exit`', outputOf({}, { ended: 'shell-exit' }), ['# expect exit: any'], 'exit'],
    ['`exec`', outputOf({}, { ended: 'shell-lost', exitCode: null }), [], 'session'],
  ] as const)('%s', (_, output, directives, kind) => {
    expect(kindOf(output, directives)).toBe(kind);
  });

  it('lets `exit` excuse only the last command', () => {
    expect(kindOf(failing([2]), ['# expect exit: 2'], false)).toBe('exit');
  });

  it('names the command that is not installed', () => {
    const output = outputOf({ stderr: 'bash: line 3: kubectl: command not found\n' }, { exitCode: 127 });
    expect(failureOf({ output, expectations: [], last: true })).toMatchObject({
      hint: 'Install `kubectl`, or put it on PATH.',
    });
  });
});

describe('worst', () => {
  it('is what should catch the eye first', () => {
    expect(worst([])).toBe('skipped');
    expect(worst(['skipped', 'passed'])).toBe('passed');
    expect(worst(['passed', 'cancelled', 'failed'])).toBe('failed');
    expect(worst(['failed', 'errored'])).toBe('errored');
  });
});
