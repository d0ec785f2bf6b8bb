import { type Hole, holesIn } from './volatile.ts';

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const clock = String.raw`[0-2]?\d:[0-5]\d`;
const seconds = String.raw`:[0-5]\d(?:[.,]\d+)?`;
const time = String.raw`${clock}(?:${seconds})?(?:\s?[AaPp][Mm]\b)?(?![\d:])`;
const zone = String.raw`(?:[+-]\d\d:?\d\d|Z|[A-Z]{3,5})\b`;
const behind = String.raw`(?:[\sT]+${time}(?:\s?${zone}){0,2})?`;

/** Forms of what changes from run to run and goes over blanks, or is told by what stands around it. */
const forms: readonly RegExp[] = [
  // Mon, 30 Nov 2026 20:11:12 +0000; 30/Nov/2026:20:11:12 +0000; Mon Nov 30 20:11:12 UTC 2026; Nov 30 20:11.
  new RegExp(String.raw`\b(?:${day},?\s+)?\d{1,2}\s+${month}\s+\d{4}${behind}`, 'g'),
  new RegExp(String.raw`\b\d{1,2}/${month}/\d{4}(?::\d\d){3}(?:\s[+-]\d{4})?`, 'g'),
  new RegExp(
    String.raw`\b(?:${day},?\s+)?${month}\s+\d{1,2}\b(?:,?\s+\d{4}\b)?${behind}(?:\s+\d{4}\b)?`,
    'g',
  ),
  // 2026-11-30 20:11:12 +0000 UTC, 2026/11/30 20:11:12, 11/30/2026.
  new RegExp(String.raw`\b\d{4}[-/]\d\d[-/]\d\d${behind}`, 'g'),
  new RegExp(String.raw`\b\d{1,2}/\d{1,2}/\d{4}\b(?:,?${behind})`, 'g'),
  new RegExp(String.raw`(?<![\w.:-])${clock}${seconds}(?:\s?[AaPp][Mm]\b)?(?![\d:])(?:\s?${zone})?`, 'g'),
  // The head of a line that klog writes: I1130 20:11:12.123456   12345.
  /\b[IWEF]\d{4}\s+\d\d:\d\d:\d\d\.\d+\s+\d+/g,
  /\b(?:(?:about|less than|over|almost)\s+)?(?:an?|\d+)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago\b/gi,
  // 0.12 seconds; after 12 ms: a whole number may be a setting, unless it is said to be spent.
  /\b\d+\.\d+\s(?:[nuµm]s|secs?|seconds?|s|min(?:ute)?s?|hours?)\b/g,
  /(?<=\b(?:in|after|took|up|uptime|elapsed|time)[:=]?\s)\d+\s(?:[nuµm]s|secs?|seconds?|s|min(?:ute)?s?|hours?)\b/gi,
  // Ports that the system chose, and node ports.
  /(?<=(?:\b127\.0\.0\.1|\blocalhost|\[::1\]|\b0\.0\.0\.0):)(?:3[3-9]|[45]\d|6[0-5])\d{3}\b/g,
  /(?<=:)3[0-2]\d{3}(?=\/(?:TCP|UDP|SCTP)\b)/g,
  // Process numbers.
  /(?<=^\s*\[\d+\][-+]?\s+)\d{2,}\b/g,
  /(?<=\bpid[:=]?\s?)\d+\b/gi,
  // What mktemp and its like make.
  /(?<=\/tmp)\.[A-Za-z0-9]{6,10}\b/g,
  /(?<=\/tmp)[a-z0-9_]{8}\b/g,
  /(?<=\/tmp\/[\w-]{0,40}[.-])(?=[A-Za-z]*[\dA-Z])[A-Za-z0-9]{6,12}\b/g,
  // Abbreviated digests, as of git, and hardware addresses.
  /(?<![\w.-])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,11}(?![\w-])/g,
  /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi,
];

/** The stretches of a line that will be others next time, by their form; in order. */
export function holesInLine(line: string): readonly Hole[] {
  const moments: Hole[] = [];
  for (const form of forms) {
    for (const { index: from, 0: found } of line.matchAll(form)) {
      const hole = { from, to: from + found.trimEnd().length, kind: 'gap', moment: from } as const;
      if (!moments.some((other) => overlap(other, hole))) moments.push(hole);
    }
  }
  const words = [...line.matchAll(/\S+/g)].flatMap(({ index, 0: word }) =>
    holesIn(word).map((hole) => ({ ...hole, from: hole.from + index, to: hole.to + index })),
  );
  const others = words.filter((hole) => !moments.some((moment) => overlap(moment, hole)));
  return [...moments, ...others].toSorted((one, other) => one.from - other.from);
}

/** Whether two stretches of a line have something in common. */
export function overlap(one: Stretch, other: Stretch): boolean {
  return one.from < other.to && other.from < one.to;
}

type Stretch = { readonly from: number; readonly to: number };

/** Whether two outputs are the same but for what is another each time by its form. */
export function areSettled(lines: readonly string[], others: readonly string[]): boolean {
  return lines.length === others.length && lines.every((line, at) => plain(line) === plain(others[at] ?? ''));
}

function plain(line: string): string {
  let text = '';
  let at = 0;
  for (const { from, to } of holesInLine(line)) {
    text += `${line.slice(at, from)}...`;
    at = to;
  }
  return (text + line.slice(at)).replace(/\s+/g, ' ').trim();
}
