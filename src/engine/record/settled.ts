import { holesIn } from '../expectations/volatile.ts';

const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const time = '\\d{1,2}:\\d\\d:\\d\\d(?: [AP]M)?';
const zone = '(?:[A-Z]{3,4}|[+-]\\d{4})';

/** What differs from run to run and is longer than a word, or tells it by its neighbours. */
const forms: readonly RegExp[] = [
  // Sat, 31 Jan 2026 12:00:00 GMT, as in HTTP; Sat Jan 31 12:00:00 UTC 2026, as `date` prints it.
  new RegExp(`\\b${day},? \\d{1,2}[ -]${month}[ -]\\d{4}(?: ${time})?(?: ${zone})?`, 'g'),
  new RegExp(`\\b${day} ${month} +\\d{1,2} ${time}(?: ${zone})? \\d{4}`, 'g'),
  // Node ports, which a cluster picks from 30000 to 32767; ports of clients, which Linux picks from 32768 on.
  // @see kernel, ip_local_port_range
  /(?<=\b\d{1,5}:)3[0-2]\d{3}(?=\/(?:TCP|UDP|SCTP)\b)/g,
  // Which write of a cluster's an object comes from.
  /(?<=\bresourceVersion\W{1,5})\d+/g,
  // Certificates, which each cluster has of its own: as PEM in one line of JSON, and as base64 of it.
  /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/g,
  /\bLS0tLS1CRUdJTiBDRVJUSUZJQ0FURS[\w+/]*={0,2}/g,
  /(?<=(?:\d|\]|localhost):|\bport )(?:32[7-9]\d\d|3[3-9]\d{3}|[45]\d{4}|6[0-5]\d{3})\b/g,
];

/** `kubectl rollout status` tells of waiting while it does, in as many lines as it takes. */
const progress =
  /^Waiting for .*(?: rollout to finish\b| to be ready\.\.\.$|\broll out\b|spec update to be observed\.\.\.$)/;

/**
 * Makes lines of a cluster like those of its twin: names that only one of them has become the same, where they are
 * whole words. The longest name first, since one may begin with another.
 */
export function withoutNames(names: readonly string[]): (line: string) => string {
  if (names.length === 0) return (line) => line;
  const longestFirst = names.toSorted((one, other) => other.length - one.length);
  const literal = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const form = new RegExp(`(?<![\\w.-])(?:${literal.join('|')})(?![\\w-])`, 'g');
  return (line) => line.replace(form, '…');
}

/**
 * A line with what differs from run to run made the same in all: times, ages, random names, addresses, ports that
 * nobody chose, and the blanks that make up for their length. Undefined for a line of
 * waiting, which may as well not be there.
 */
export function settled(line: string): string | undefined {
  if (progress.test(line)) return undefined;
  const text = forms.reduce((all, form) => all.replace(form, '…'), line);
  return text.trim().split(/\s+/).map(settledWord).join(' ');
}

function settledWord(word: string): string {
  return holesIn(word).reduceRight((text, { from, to }) => `${text.slice(0, from)}…${text.slice(to)}`, word);
}
