import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const files = globSync('test/**/*.test.ts', { cwd: new URL('../../', import.meta.url).pathname });

test('no test has a bound in milliseconds: a slow machine fails none, and time is compared with time', () => {
  expect(files.length).toBeGreaterThan(150);
  const bounds = files.flatMap((file) =>
    readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
      .split('\n')
      .flatMap((line, at) =>
        /toBeLessThan(?:OrEqual)?\([\d_]{3,}\)|expect\([^)]*(?:performance|Date)\.now\(\)/.test(line)
          ? [`${file}:${at + 1}: ${line.trim()}`]
          : [],
      ),
  );
  expect(bounds).toEqual([]);
});
