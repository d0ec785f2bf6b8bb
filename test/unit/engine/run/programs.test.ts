import { describe, expect, test } from 'vitest';
import { parse } from '../../../../src/engine/parse.ts';
import { playText } from '../../../helpers/play.ts';

const page = (...parts: readonly string[]) =>
  ['---\ntools: { node: "*", python3: "*" }\n---\n', ...parts].join('\n');
const fence = (info: string, ...lines: readonly string[]) =>
  [`\`\`\`${info}`, ...lines, '```', ''].join('\n');

describe('a block with exec=', () => {
  test('is run by its interpreter in the shell of the page, with its variables and in its folder', async () => {
    const { statements, exitCode, state } = await playText(
      page(
        fence('bash', 'cd "$(mktemp -d)"; export WHO=you; echo 3 > n'),
        fence(
          'js exec=node',
          "import { readFileSync } from 'node:fs';",
          "console.log(`hello ${process.env.WHO} ${readFileSync('n')}`);",
        ),
        fence('output', 'hello you 3'),
        fence(
          'python exec="python3 -u"',
          'for n in range(2):',
          '    print("$WHO", n)',
          '',
          '# expect: $WHO 1',
        ),
      ),
    );
    expect(statements.map((each) => each.split(' ')[1])).toEqual(Array(5).fill('passed'));
    expect(state.totals.expectations).toEqual({ met: 2, unmet: 0 });
    expect(exitCode).toBe(0);
  });

  test('fails with its interpreter, and its checks are judged', async () => {
    const { statements } = await playText(
      page(fence('python exec=python3', 'raise SystemExit(3)'), fence('bash', 'true')),
    );
    expect(statements).toEqual(['start/1.1 failed', 'start/2.1 skipped']);
    const unmet = await playText(page(fence('python exec=python3', 'print(1)', '# expect: 2')));
    expect(unmet.exitCode).toBe(1);
  });

  test.each([
    ['js', '// expect: 1'],
    ['TypeScript', '  // expect exact: 1'],
    ['lua', '-- expect: 1'],
    ['js', '# expect: 1'],
  ])('of %s is judged by %j at its end, which is no line of the program', async (language, check) => {
    const program = 'console.log(1); // 1 is printed';
    const met = await playText(page(fence(`${language} exec=node`, program, check)));
    expect([met.exitCode, met.state.totals.expectations]).toEqual([0, { met: 1, unmet: 0 }]);
    const unmet = await playText(page(fence(`${language} exec=node`, program, check.replace('1', '2'))));
    expect([unmet.exitCode, unmet.state.totals.expectations]).toEqual([1, { met: 0, unmet: 1 }]);
  });

  test('has its checks at its end, and says so of others and of what looks like one', () => {
    const wrong = (...lines: readonly string[]) => {
      const text = page(fence('go exec=node', ...lines));
      const { diagnostics } = parse({ file: 'page.md', path: '/page.md', text });
      return diagnostics.map(({ code, hint, span }) => [
        code,
        span && text.slice(span.start.offset, span.end.offset),
        hint,
      ]);
    };
    expect(wrong('// expect: 1', 'package main')).toEqual([
      ['parse/misplaced-expectation', '// expect: 1', 'Move it to the end of the block.'],
    ]);
    expect(wrong('package main', '// Expects 1')).toEqual([
      ['parse/lookalike-expectation', '// Expects 1', 'Write `// expect: 1`, or begin with another word.'],
    ]);
    const hint = 'Fix it, or leave `regex` out to look for the characters themselves.';
    expect(wrong('package main', '// expect regex: (')).toEqual([['parse/bad-regex', '(', hint]]);
  });

  test('may end with a status that is expected', async () => {
    const { exitCode } = await playText(
      page(fence('python exec=python3', 'raise SystemExit(3)', '# expect exit: 3')),
    );
    expect(exitCode).toBe(0);
  });

  test('is in a file of its own where that is asked for, which is gone afterwards', async () => {
    const { exitCode, events } = await playText(
      page(
        fence(
          'js exec="node {} more"',
          'console.log(process.argv[1], process.argv[2]);',
          'process.exitCode = 0;',
        ),
        fence('output', '...main.js more'),
        fence(
          'bash',
          'echo "left: $folder"; ls -d /tmp/tmp.*/main.js',
          '# expect exit: nonzero',
          '# expect: left:',
        ),
      ),
    );
    expect(exitCode).toBe(0);
    expect(events.some((event) => event.type === 'left-behind')).toBe(false);
  });

  test('needs its interpreter before anything runs', async () => {
    const text = `---\ntools: { no-such-interpreter: "*" }\n---\n\n${fence('x exec=no-such-interpreter', 'a')}`;
    const { exitCode, statements } = await playText(text);
    expect({ exitCode, statements }).toEqual({ exitCode: 3, statements: [] });
  });
});
