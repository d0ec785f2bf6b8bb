import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDiagram } from '../../../../src/engine/diagram/read-diagram.ts';
import { layOut } from '../../../../src/site/diagram/layout.ts';
import { keepsApart } from './keeps-apart.ts';

const labs = fileURLToPath(new URL('../../../../runbooks/labs/', import.meta.url));

/** Every diagram of the labs. */
const drawn = readdirSync(labs)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    [...readFileSync(labs + name, 'utf8').matchAll(/^```diagram\n([\s\S]*?)^```$/gm)].map(
      ([, text = '']) => ({ name, diagram: readDiagram(text).diagram }),
    ),
  );

/** What a wide window leaves for the text, in pixels. */
const pageWidth = 740;

describe('the layout of a diagram', () => {
  it.each(drawn)('of $name keeps things apart, and fits the page of a wide window', ({ diagram }) => {
    keepsApart(diagram);
    expect(layOut(diagram).width).toBeLessThan(pageWidth);
  });

  it('is there for four labs', () => {
    expect(drawn.map(({ name }) => name)).toEqual(['lab0.md', 'lab1.md', 'lab2.md', 'lab3.md']);
  });
});
