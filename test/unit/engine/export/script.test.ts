import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { exportBash } from '../../../../src/engine/export/bash/bash.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { inFolder, planOf, scriptOf, shell } from './run-script.ts';

describe('the text of a script', () => {
  const script = scriptOf('export/page.md');

  it('is the page, step by step, with the places in it', () => {
    const document = script.slice(script.indexOf('# ── From here on'));
    expectGolden(document, new URL('../../../goldens/export/bash/page.sh', import.meta.url));
  });

  it('is the same for the same plan', () => {
    expect(exportBash(planOf('export/page.md'))).toBe(script);
  });

  it('is valid bash', () => inFolder(script, (file) => execa(shell, ['-n', file])));

  it('is short: what runs the page has fewer lines than a long page', () => {
    const runtime = script.slice(0, script.indexOf('# ── From here on')).split('\n').length;
    expect(runtime < 300, `${runtime} lines`).toBe(true);
  });

  it('names no function twice, and calls none that is not in it', () => {
    const defined = [...script.matchAll(/^(rb_\w+)\(\) \{/gm)].map((match) => match[1]);
    expect(new Set(defined).size).toBe(defined.length);
    const called = [
      ...script.matchAll(/(?:^\s*|[;&|{] |\$\(|then |do |else |if |until )(rb_\w+)(?=$| [^+*/%=-]|;|\))/gm),
    ];
    expect([...new Set(called.map((match) => match[1]))].filter((each) => !defined.includes(each))).toEqual(
      [],
    );
  });
});
