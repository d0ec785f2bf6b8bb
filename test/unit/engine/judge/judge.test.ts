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

/** A statement of its own at line 12, and what its segment expects. */
function statementOf(script: string, ...directives: readonly string[]) {
  const text = ['# T', ...Array<string>(9).fill(''), '```bash', script, ...directives, '```', ''].join('\n');
  const { runbook, diagnostics } = parse({ file: 't.md', path: '/t.md', text });
  const segment = runbook.steps[0]?.blocks[0]?.segments[0];
  const [statement, following] = segment?.statements ?? [];
  if (
    segment === undefined ||
    statement === undefined ||
    diagnostics.some(({ severity }) => severity === 'error')
  )
    throw new Error(JSON.stringify(diagnostics));
  return { statement, following, expectations: segment.expectations };
}

describe('failureOf', () => {
  const exits = (...pipeStatus: readonly number[]) =>
    outputOf({}, { pipeStatus, exitCode: pipeStatus.at(-1) ?? 0 });
  const kindOf = (script: string, output: Output, directives: readonly string[], last = true) =>
    failureOf({ ...statementOf(script, ...directives), output, last })?.kind;

  it.each([
    ['success', 'true', exits(0), [], undefined],
    ['a failure nobody expects', 'ls x', exits(2), ['# expect: text'], 'exit'],
    ['a failure that is expected', 'ls x', exits(2), ['# expect exit: 2'], undefined],
    ['no response', 'curl x', exits(7), ['# expect: HTTP 000'], undefined],
    ['a dead producer', 'curl x | wc -l', exits(7, 0), ['# expect: 0'], 'exit'],
    ['a dead producer of no response', 'curl x | cat', exits(7, 0), ['# expect: HTTP 000'], undefined],
    ['a dead producer without a check', 'curl x | cat', exits(7, 0), [], 'exit'],
    ['a dead part in the middle', 'a | b | c', exits(0, 1, 0), [], 'exit'],
    ['a reader that had enough', 'yes | head -1', exits(141, 0), ['# expect: text'], undefined],
    ['a last part that was killed', 'a | b', exits(0, 141), [], 'exit'],
    ['a search that feeds others', 'grep x f | wc -l', exits(1, 0), ['# expect: 0'], undefined],
    ['a search of no file that feeds others', 'grep x f | wc -l', exits(2, 0), ['# expect: 0'], 'exit'],
    ['a difference that feeds others', 'git diff a | wc -l', exits(1, 0), [], undefined],
    ['kubectl that feeds others', 'kubectl diff -f x | wc -l', exits(1, 0), [], 'exit'],
    ['silence of grep', 'cat x | grep y', exits(0, 1), ['# expect: no output'], undefined],
    [
      'silence of grep in a folder',
      'LC_ALL=C command grep -r y',
      exits(1),
      ['# expect: no output'],
      undefined,
    ],
    ['silence of a grep run by root', 'sudo grep y /etc/x', exits(1), ['# expect: no output'], 'exit'],
    ['silence after a dead server', 'curl x | grep y', exits(7, 1), ['# expect: no output'], 'exit'],
    ['silence of a dead server', 'kubectl get pods', exits(1), ['# expect: no output'], 'exit'],
    ['silence of sort', 'kubectl get pods | sort', exits(1, 0), ['# expect: no output'], 'exit'],
    ['silence of awk', 'cat x | awk /y/', exits(0, 1), ['# expect: no output'], 'exit'],
    ['silence of test', 'test -f x', exits(1), ['# expect: no output'], 'exit'],
    ['silence of grep in a list', 'cd x && grep y z', exits(1), ['# expect: no output'], 'exit'],
    ['a count of none', 'cat x | grep -c y', exits(0, 1), ['# expect: 0'], undefined],
    ['a count of none nobody expects', 'cat x | grep -c y', exits(0, 1), ['# expect: text'], 'exit'],
    ['a count of none in a dead server', 'curl x | grep -c y', exits(7, 1), ['# expect: 0'], 'exit'],
    ['a question', '! a | b', exits(7, 1), [], 'exit'],
    ['a question with a good answer', '! a | b', { ...exits(7, 1), exitCode: 0 }, [], undefined],
    [
      'a time-out',
      'x',
      outputOf({}, { ended: 'timeout', exitCode: null }),
      ['# expect exit: any'],
      'timeout',
    ],
    ['Ctrl-C', 'x', outputOf({}, { ended: 'interrupt', exitCode: null }), [], 'interrupt'],
    ['`exit`', 'x', outputOf({}, { ended: 'shell-exit' }), ['# expect exit: any'], 'exit'],
    ['`exec`', 'x', outputOf({}, { ended: 'shell-lost', exitCode: null }), [], 'session'],
  ] as const)('%s: `%s`', (_, script, output, directives, kind) => {
    expect(kindOf(script, output, directives)).toBe(kind);
  });

  it('lets `exit` excuse only the last command', () => {
    expect(kindOf('ls x', exits(2), ['# expect exit: 2'], false)).toBe('exit');
  });

  const told = (script: string, output: Output, directives: readonly string[] = [], last = true) =>
    failureOf({ ...statementOf(script, ...directives), output, last });
  const inner = { status: 7, command: 'curl -s x', line: 14, within: 'function check' };

  it.each([
    [
      'the part of a pipe, and its line',
      told('true |\n  curl -s x |\n  wc -l', exits(0, 7, 0)),
      '`curl -s x` ended with exit code 7 (line 13, second part of a pipe into `wc -l`)',
      'If it may fail, write `{ curl -s x || true; }` in its place.',
    ],
    [
      'the command in a function',
      told('check', { ...exits(0), failed: [inner] }),
      '`curl -s x` ended with exit code 7 (line 14, in the function check)',
      'If it may fail, write `|| true` behind it.',
    ],
    [
      'what in a statement made its status',
      told('check', { ...exits(7), failed: [inner] }),
      'exit code 7: `curl -s x` ended with exit code 7 (line 14, in the function check)',
      undefined,
    ],
    [
      'that there were more',
      told('check', { ...exits(0), failed: [inner, { ...inner, line: 15 }] }),
      '`curl -s x` ended with exit code 7 (line 14, in the function check); 1 more failed',
      'If it may fail, write `|| true` behind it.',
    ],
    [
      'the file of a command that was read from one',
      told('. ./lib.sh', { ...exits(0), failed: [{ ...inner, line: 3, within: 'file ./lib.sh' }] }),
      '`curl -s x` ended with exit code 7 (line 3 of ./lib.sh)',
      'If it may fail, write `|| true` behind it.',
    ],
    [
      'how a status is expected, to who shows it',
      told('ls /nope; echo "status $?"', exits(2), [], false),
      'exit code 2',
      'To expect it, write `# expect exit: 2` on a line of its own below it, instead of showing `$?`.',
    ],
    [
      'what a count of none is',
      told('cat x | grep -c y', exits(0, 1)),
      'exit code 1 (0 | 1)',
      'It ends with 1 when it counts none. If that is right, `# expect: 0` below it says so.',
    ],
    [
      'a writer whose reader had enough',
      told('curl -s x | head -1', exits(23, 0)),
      '`curl -s x` ended with exit code 23 (line 12, first part of a pipe into `head -1`)',
      'Its reader had enough before it had written all: let that read to the end (`sed -n 1,5p` for `head -5`).',
    ],
  ] as const)('names %s', (_, failure, message, hint) => {
    expect(failure).toEqual({ kind: 'exit', message, ...(hint === undefined ? {} : { hint }) });
  });

  it('excuses inside of a statement only what makes the status that is expected', () => {
    const output = { ...exits(7), failed: [inner, { ...inner, status: 7, line: 15 }] };
    expect(told('check', output, ['# expect exit: 7'])).toBeUndefined();
    expect(told('check', { ...exits(3), failed: [inner] }, ['# expect exit: 3'])?.kind).toBe('exit');
    expect(told('check', { ...exits(3), failed: [inner] }, ['# expect exit: any'])).toBeUndefined();
  });

  it('names the command that is not installed', () => {
    const output = outputOf(
      { stderr: 'bash: line 3: kubectl: command not found\n' },
      { exitCode: 127, pipeStatus: [127] },
    );
    expect(told('kubectl get pods', output)).toMatchObject({
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
