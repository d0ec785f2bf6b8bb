import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../../../src/engine/judge/success.ts';
import type { Statement } from '../../../../src/engine/model/runbook.ts';
import { splitStatements } from '../../../../src/engine/shell/split-statements.ts';
import { longRun, runs } from '../../../helpers/budget.ts';
import { openShell } from './open-shell.ts';

/** A command as a page has it, and one that `bash -e -o pipefail` judges as a page's statement is judged. */
type Pair = { readonly page: string; readonly strict: string };

/**
 * Whether a command is a question: then a page's pipeline has the status of its last part, without `pipefail`. What is
 * left of `&&` is one too, but its own status decides the list's.
 */
type Standing = 'counted' | 'joined' | 'asked';

const same = (text: string): Pair => ({ page: text, strict: text });

const map = (pairs: readonly Pair[], join: (texts: readonly string[]) => string): Pair => ({
  page: join(pairs.map(({ page }) => page)),
  strict: join(pairs.map(({ strict }) => strict)),
});

/** They print nothing: whether a writer still has its reader would depend on the time. */
const simple = fc
  .constantFrom(
    ...[
      'true',
      ': a',
      'cat /dev/null',
      'false',
      '( exit 3 )',
      'sh -c "exit 7"',
      'ls /nope',
      '[[ a = b ]]',
      'nosuchcommand',
    ],
  )
  .map(same);

/** What feeds others may be a search that finds nothing, or a writer whose reader goes. */
const feeding: fc.Arbitrary<Pair> = fc.oneof(
  { weight: 6, arbitrary: simple },
  { weight: 1, arbitrary: fc.constant({ page: 'grep x /dev/null', strict: 'true' }) },
  { weight: 1, arbitrary: fc.constant(same('grep x /nope')) },
);

function pipelines(standing: Standing, depth: number): fc.Arbitrary<Pair> {
  const last = depth === 0 ? simple : fc.oneof(simple, compounds(standing, depth - 1));
  const first =
    depth === 0 ? feeding : fc.oneof({ weight: 3, arbitrary: feeding }, compounds(standing, depth - 1));
  const piped = fc.tuple(fc.array(first, { minLength: 1, maxLength: 2 }), last).map(([earlier, end]) => {
    const pair = map([...earlier, end], (texts) => texts.join(' | '));
    return standing === 'asked' ? { ...pair, strict: `( set +o pipefail; ${pair.strict} )` } : pair;
  });
  const gone = fc.constant({ page: 'yes | head -1 >/dev/null', strict: 'echo y | head -1 >/dev/null' });
  const negated = pipelinesOnly('asked', depth).map((pair) => map([pair], ([text]) => `! ${text}`));
  return fc.oneof(
    { weight: 4, arbitrary: piped },
    { weight: 2, arbitrary: last },
    gone,
    ...(depth > 0 ? [negated] : []),
  );
}

function pipelinesOnly(standing: Standing, depth: number): fc.Arbitrary<Pair> {
  return depth === 0 ? simple : pipelines(standing, depth - 1);
}

function lists(standing: Standing, depth: number): fc.Arbitrary<Pair> {
  const end = pipelines(standing, depth);
  const asked = pipelines('asked', depth);
  return fc.oneof(
    { weight: 4, arbitrary: end },
    fc
      .tuple(pipelines(standing === 'counted' ? 'joined' : standing, depth), end)
      .map((pairs) => map(pairs, (texts) => texts.join(' && '))),
    fc.tuple(asked, end).map((pairs) => map(pairs, (texts) => texts.join(' || '))),
    fc.tuple(asked, asked, end).map((pairs) => map(pairs, ([a, b, c]) => `${a} && ${b} || ${c}`)),
  );
}

/** One list a line: what a function left behind is told by its line. */
function bodies(standing: Standing, depth: number): fc.Arbitrary<Pair> {
  return fc
    .array(lists(standing, depth), { minLength: 1, maxLength: 3 })
    .map((pairs) => map(pairs, (texts) => texts.join('\n')));
}

function compounds(standing: Standing, depth: number): fc.Arbitrary<Pair> {
  const body = bodies(standing, depth);
  const asked = bodies('asked', depth);
  return fc.oneof(
    body.map((pair) => map([pair], ([text]) => `{ ${text}; }`)),
    body.map((pair) => map([pair], ([text]) => `( ${text} )`)),
    body.map((pair) => map([pair], ([text]) => `for i in 1 2; do ${text}; done`)),
    body.map((pair) => map([pair], ([text]) => `case x in x) ${text} ;; esac`)),
    fc
      .tuple(asked, body, body)
      .map((pairs) => map(pairs, ([a, b, c]) => `if ${a}; then ${b}; else ${c}; fi`)),
    // The status of a substitution in the words of a command is lost in bash; where it is no question, a page minds.
    body.map(({ page, strict }) => ({
      page: `: "$( ${page} )"`,
      strict: standing === 'counted' ? `{ v=$( ${strict} ); }` : `: "$( ${strict} )"`,
    })),
    body.map((pair) => map([pair], ([text]) => `v=$( ${text} )`)),
  );
}

const statements: fc.Arbitrary<Pair> = fc.oneof(
  lists('counted', 2),
  bodies('counted', 1).map((pair) => map([pair], ([text]) => `f() {\n  ${text}\n}\nf`)),
);

it('a statement fails if bash -e -o pipefail stops at it, or if it ends with another status than 0', async () => {
  const { run } = await openShell();
  let line = 1;
  /** What a page's statements fail by, if they do. */
  const failureIn = async (page: string): Promise<string | undefined> => {
    for (const { from, to } of splitStatements(page).units) {
      const script = page.slice(from, to);
      const output = await run(script, { line });
      line += script.split('\n').length;
      const failure = failureOf({ statement: statementOf(script), output, expectations: [], last: true });
      if (failure !== undefined) return 'message' in failure ? failure.message : failure.kind;
    }
    return undefined;
  };
  const strictly = strictBash();
  const stops = async (strict: string): Promise<boolean> => (await strictly(strict)) !== 0;
  const property = fc.asyncProperty(statements, async ({ page, strict }) => {
    const [failure, stopped] = await Promise.all([failureIn(page), stops(strict)]);
    // bash lets all of what stands in front of `&&` fail; here a pipeline there must not hide a part that failed.
    // Behind `!` it runs the ERR trap for the last member of a pipe in a subshell, so that a page is stricter there too.
    if (failure !== undefined && !stopped && /&&|! /.test(page)) return;
    const told = failure ?? 'passed';
    expect({ page, strict, told, failed: failure !== undefined }).toEqual({
      page,
      strict,
      told,
      failed: stopped,
    });
  });
  // The same cases in every run of the tests; the long run looks at others each time.
  await fc.assert(property, { numRuns: runs(300), ...(longRun ? {} : { seed: 5 }) });
}, 300_000);

/** Runs scripts, each by a bash of its own; one that lives all the time starts them, which costs less than we would. */
function strictBash(): (script: string) => Promise<number> {
  const each = 'bash -c "$script" </dev/null >/dev/null 2>&1; echo $?';
  const starter = spawn('bash', ['-c', `while IFS= read -r -d "" script; do ${each}; done`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void starter.stdin.end());
  const statuses = createInterface(starter.stdout)[Symbol.asyncIterator]();
  return async (script) => {
    starter.stdin.write(`set -e -o pipefail\nshopt -s inherit_errexit\n${script}\n\0`);
    return Number((await statuses.next()).value);
  };
}

function statementOf(script: string): Statement {
  const point = { line: 1, column: 1, offset: 0 };
  return {
    id: 'step/1.1',
    action: { kind: 'shell', script, background: false, waits: [] },
    span: { file: 'page.md', start: point, end: point },
  };
}
