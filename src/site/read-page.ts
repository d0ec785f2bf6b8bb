import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { VFile } from 'vfile';
import { resolveBeside } from '../engine/load.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import type { Source } from '../engine/model/source.ts';
import { parse } from '../engine/parse.ts';
import { faultsOfRecords } from '../engine/record/faults.ts';
import { isRecorded, loadRecords, shownRecord } from '../engine/record/load-records.ts';
import { recordedBlocks } from '../engine/record/match-blocks.ts';
import { standingsOf } from '../engine/record/standing.ts';
import { missingRecord } from '../engine/record/verify-record.ts';
import { link, text } from './element.ts';
import { isChecked, mayBeChecked } from './is-checked.ts';
import { slugOf } from './links.ts';
import type { Page, RemarkRunbookOptions } from './page.ts';
import { type Reading, readOnce } from './readings.ts';
import { asAsked, report } from './report.ts';
import { wordingOf } from './wording.ts';

/**
 * Reads the file of a page as `runbook exec` would, with its record. What `exec` or `check` would refuse fails the
 * file, at the same line and column; warnings become the file's messages. Undefined when nothing on the page could run: it
 * is no runbook.
 */
export function readPage(file: VFile, options: RemarkRunbookOptions): Page | undefined {
  const path = resolve(file.cwd, file.path ?? 'runbook.md');
  const source = { file: relative(process.cwd(), path), path, text: textOf(file, path) };
  const reading = readOnce(options, source, () => readRunbook(source, options));
  if (reading === undefined) return undefined;
  report(file, reading.told);
  const { told: _told, ...read } = reading;
  return {
    ...read,
    slug: slugOf(options.root ?? dirname(path), path),
    recorded: read.record ? recordedBlocks(read.runbook, read.record) : new Map(),
    options,
    wording: wordingOf(options),
    anchors: new Set(read.runbook.steps.map(({ id }) => id)),
    named: (name) => namedRunbook(name, read.runbook, options),
  };
}

function readRunbook(source: Source, options: RemarkRunbookOptions): Reading | undefined {
  const mayBePlain = options.pages === 'checked' && !isRecorded(source.path);
  if (mayBePlain && !mayBeChecked(source.text)) return undefined;
  const { runbook, diagnostics } = parse(source);
  if (runbook.steps.length === 0 || (mayBePlain && !isChecked({ runbook, diagnostics }))) return undefined;
  const records = loadRecords(source);
  const { maxAgeDays, requireRecord } = options;
  const age = { now: new Date(), ...(maxAgeDays === undefined ? {} : { maxAgeDays }) };
  const drift =
    records.length > 0
      ? faultsOfRecords(runbook, records, age)
      : requireRecord
        ? [missingRecord(runbook)]
        : [];
  const unreadable = records.flatMap((each) => each.diagnostics);
  const record = shownRecord(records)?.record;
  return {
    runbook,
    told: [...diagnostics, ...unreadable, ...asAsked(drift, options)],
    ...(record ? { record } : {}),
    standings: standingsOf(runbook, records, age),
    drift,
  };
}

/** The whole text: some pipelines, such as Astro's, hand over a file whose front matter is blanked. */
function textOf(file: VFile, path: string): string {
  const given = String(file.value ?? '');
  return /^(?:---|\+\+\+)/.test(given) || !existsSync(path) ? given : readFileSync(path, 'utf8');
}

/** A runbook beside this one by its title; by its name when it isn't there. */
function namedRunbook(name: string, from: Runbook, { root, page }: RemarkRunbookOptions) {
  const required = resolveBeside(name, from).runbook;
  if (!required) return [text(name)];
  const { path } = required.source;
  return [
    link(page?.(slugOf(root ?? dirname(path), path)) ?? hrefBeside(from.source.path, path), [
      text(required.title),
    ]),
  ];
}

/** A link from one file to another, as an author would write it. */
function hrefBeside(from: string, to: string): string {
  return encodeURI(relative(dirname(from), to).split(sep).join('/'));
}
