import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { filesBeside } from '../files-beside.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { digestOfFile } from './digest.ts';
import { digestOfFolder, proseDigest, requiredDigest } from './evidence.ts';
import { startOfPage } from './start-of-page.ts';

/** The day by which a record is judged, and how old it may be, in days. */
export type Age = { readonly now: Date; readonly maxAgeDays?: number };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What lies beside a page and is no more what it was when the page was recorded: files that its commands name, pages
 * that it requires, its own prose; and a day of recording that has not come yet, or that is too long ago.
 */
export function staleIn(runbook: Runbook, record: RunRecord, age: Age): readonly Diagnostic[] {
  return [
    ...ofDay(runbook, record, age),
    ...ofFiles(runbook, record),
    ...ofRequired(runbook, record),
    ...ofText(runbook, record),
  ];
}

function ofDay(runbook: Runbook, { verified }: RunRecord, { now, maxAgeDays }: Age): readonly Diagnostic[] {
  const days = (now.getTime() - timeOf(verified)) / dayMs;
  const hint = recordAnew(runbook);
  const at = { span: startOfPage(runbook), severity: 'error', hint } as const;
  if (Number.isNaN(days)) {
    return [
      { ...at, code: 'record/no-such-day', message: `The record says \`${verified}\`, which is no day.` },
    ];
  }
  // The day is that of Greenwich; a day is also what clocks may be apart.
  if (days < -1) {
    return [
      { ...at, code: 'record/no-such-day', message: `The record says ${verified}, which has not come yet.` },
    ];
  }
  if (maxAgeDays === undefined || days < maxAgeDays + 1) return [];
  const message = `The record is of ${verified}: older than ${maxAgeDays} days.`;
  return [{ ...at, code: 'record/too-old', message }];
}

/** Midnight of a day as records write it, `2026-01-31`; NaN for what is no day, such as the 30th of February. */
function timeOf(day: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString().startsWith(day) ? time : Number.NaN;
}

function ofFiles(runbook: Runbook, { files = {}, verified }: RunRecord): readonly Diagnostic[] {
  const home = dirname(runbook.source.path);
  const named = filesBeside(runbook);
  return Object.entries(files).flatMap(([name, digest]): readonly Diagnostic[] => {
    const path = resolve(home, name);
    if (name.endsWith('/')) {
      if (digestOfFolder(path) === digest) return [];
      const span = named.find(({ folder }) => folder === path)?.span ?? startOfPage(runbook);
      const message = `The folder \`${name}\` has other files than when the page was recorded on ${verified}.`;
      return [{ code: 'record/file-changed', severity: 'error', message, span, hint: recordAnew(runbook) }];
    }
    const now = contentOf(path);
    if (now !== undefined && digestOfFile(now) === digest) return [];
    const what = now === undefined ? 'is gone' : 'has changed';
    const span = named.find((file) => file.path === path)?.span ?? startOfPage(runbook);
    const message = `The file \`${name}\` ${what} since the page was recorded on ${verified}.`;
    return [{ code: 'record/file-changed', severity: 'error', message, span, hint: recordAnew(runbook) }];
  });
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function ofRequired(runbook: Runbook, { required = {}, verified }: RunRecord): readonly Diagnostic[] {
  return Object.entries(required).flatMap(([name, digest]): readonly Diagnostic[] => {
    // What isn't required any more has changed the front matter.
    if (!runbook.meta.requires.includes(name) || requiredDigest(name, runbook) === digest) return [];
    const message = `What the required page \`${name}\` runs has changed since this page was recorded on ${verified}.`;
    const span = runbook.meta.spans.requires ?? startOfPage(runbook);
    return [{ code: 'record/required-changed', severity: 'error', message, span, hint: recordAnew(runbook) }];
  });
}

function ofText(runbook: Runbook, { prose, verified }: RunRecord): readonly Diagnostic[] {
  if (proseDigest(runbook) === prose) return [];
  const { file } = runbook.source;
  return [
    {
      code: 'record/prose-changed',
      severity: 'warning',
      message: `The prose of the page has changed since it was recorded on ${verified}.`,
      span: startOfPage(runbook),
      hint: `If it is still true: \`runbook check --accept-prose ${file}\`; else ${again(runbook)}`,
    },
  ];
}

const again = ({ source }: Runbook): string => `run it again: \`runbook exec ${source.file} --record\`.`;

const recordAnew = (runbook: Runbook): string =>
  `Run it again and record it: \`runbook exec ${runbook.source.file} --record\`.`;
