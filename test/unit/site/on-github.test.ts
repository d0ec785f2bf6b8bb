import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadRunbook } from '../../../src/engine/load.ts';
import { blocksOf } from '../../../src/engine/model/statements.ts';
import { applyOf } from '../../../src/site/manifest-files.ts';

const root = fileURLToPath(new URL('../../../runbooks/', import.meta.url));
const pages = globSync('*/*.md', { cwd: root }).toSorted();

it.each(pages)('who reads %s as plain Markdown sees above each manifest how it is applied', (file) => {
  const path = root + file;
  const lines = readFileSync(path, 'utf8').split('\n');
  const { runbook } = loadRunbook({ file, path });
  for (const block of blocksOf(runbook)) {
    const action = applyOf(block);
    if (action === undefined || block.span.file !== file) continue;
    const place = action.namespace === undefined ? '' : ` -n ${action.namespace}`;
    const above = lines.slice(0, block.span.start.line - 1).findLast((line) => line.trim() !== '');
    expect(above, `line ${block.span.start.line}`).toContain(
      `\`kubectl --context ${action.cluster} apply${place} -f -\``,
    );
  }
});
