import { expect, test } from 'vitest';
import { sandboxPage } from '../../../../docs-site/sandbox-page.ts';
import { exitCodes } from '../../../../src/cli/exit-codes.ts';
import { exporters } from '../../../../src/engine/export/registry.ts';
import { importFormats } from '../../../../src/engine/import/registry.ts';
import { eventSchema } from '../../../../src/engine/report/event-schema.ts';
import { reporters } from '../../../../src/engine/report/registry.ts';
import { controllers } from '../../../../src/sandbox/controllers/registry.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';
import { workloads } from '../../../../src/sandbox/workloads/registry.ts';
import { commandsPage } from '../../../../src/site/reference/commands-page.ts';
import { formatsPage } from '../../../../src/site/reference/formats-page.ts';
import { reportersPage } from '../../../../src/site/reference/reporters-page.ts';

test('every reporter has a row, and every event with its fields', () => {
  const { markdown } = reportersPage();
  for (const name of Object.keys(reporters)) expect(markdown).toContain(`\n| \`${name}\` |`);
  expect(markdown).toContain('| `output` | `statement`, `stream`, `text`, `late` |  |');
  expect(markdown.match(/^\| `[a-z-]+` \| `/gm)).toHaveLength(eventSchema.anyOf.length);
});

test('every form and format has a row, and formats have their examples', () => {
  const { markdown } = formatsPage();
  for (const name of Object.keys(exporters)) expect(markdown).toContain(`\n| \`${name}\` |`);
  for (const [name, { examples }] of Object.entries(importFormats)) {
    expect(markdown).toContain(`\n| [\`${name}\`](#${name}) |`);
    for (const { source, runbook } of examples) {
      expect(markdown).toContain(source.trimEnd());
      expect(markdown).toContain(runbook.trimEnd());
    }
  }
});

test('every exit code has a meaning', () => {
  const { markdown } = commandsPage();
  for (const code of Object.values(exitCodes))
    expect(markdown).toMatch(new RegExp(`^\\| ${code} \\| \\S`, 'm'));
});

test('everything that the sandbox has is listed', () => {
  const { markdown } = sandboxPage();
  for (const { kind, plural } of servedKinds().all) {
    expect(markdown).toMatch(new RegExp(`^\\| ${kind} \\| .*\`${plural}\``, 'm'));
  }
  expect(markdown).toMatch(/^\| HTTPRouteHTTPSListener \| 3 \| /m);
  for (const { name } of controllers) expect(markdown).toContain(`\`${name}\``);
  for (const { repositories } of workloads) expect(markdown).toContain(`\`${repositories[0]}\``);
});
