import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Runbook } from '../engine/model/runbook.ts';
import { badgeOf, badgeSvg } from '../engine/record/badge.ts';
import { loadRecords } from '../engine/record/load-records.ts';
import { standingsOf } from '../engine/record/standing.ts';
import { counted } from '../engine/report/style.ts';
import { cannotWrite } from './cannot-write.ts';
import type { Io } from './io.ts';
import { say } from './say.ts';

/**
 * Writes a badge for each page into a folder, as a picture and for shields.io's endpoint: `labs/lab2.svg` and
 * `labs/lab2.json` of `runbooks/labs/lab2.md`. @throws RunbookError where nothing can be written.
 */
export function writeBadges(folder: string, runbooks: readonly Runbook[], io: Io): void {
  for (const runbook of runbooks) {
    const badge = badgeOf(standingsOf(runbook, loadRecords(runbook.source), { now: new Date() }));
    const name = runbook.source.file.replace(/^(?:\.\/)?(?:runbooks\/)?/, '').replace(/\.\w+$/, '');
    const path = join(resolve(io.cwd, folder), name.replaceAll('../', ''));
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.svg`, badgeSvg(badge));
      writeFileSync(`${path}.json`, `${JSON.stringify(badge)}\n`);
    } catch (error) {
      throw cannotWrite('The badges cannot be written', error, 'Name a folder that you may write into.');
    }
  }
  say(io.err, `Wrote ${counted(runbooks.length, 'badge')} into ${folder}.`);
}
