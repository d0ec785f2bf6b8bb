import type { Standing } from './standing.ts';

/**
 * An answer of a badge's endpoint, as shields.io takes it.
 * @see https://shields.io/badges/endpoint-badge
 */
type Badge = {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
};

const colors: Readonly<Record<Standing['state'], string>> = {
  passed: '#1a7f37',
  partly: '#1a7f37',
  simulated: '#855a00',
  unchecked: '#59636e',
  changed: '#b3261e',
};

/** What the records of a page come to: on which targets it passed and when, and never more than was seen. */
export function badgeOf(standings: readonly Standing[]): Badge {
  const worst = order.find((state) => standings.some((each) => each.state === state));
  if (worst === undefined)
    return { schemaVersion: 1, label: 'runbook', message: 'never recorded', color: colors.unchecked };
  const shown = worst === 'changed' ? standings.filter(({ state }) => state === 'changed') : standings;
  const message = shown.map((standing) => words(standing)).join(' · ');
  const best = standings.some(({ state }) => state === 'passed' || state === 'partly') && worst !== 'changed';
  return { schemaVersion: 1, label: 'runbook', message, color: best ? colors.passed : colors[worst] };
}

/** Of several what has to be said first. */
const order: readonly Standing['state'][] = ['changed', 'unchecked', 'simulated', 'partly', 'passed'];

function words({ name, state, record, checks }: Standing): string {
  const day = record.verified;
  const count = `${checks} ${checks === 1 ? 'check' : 'checks'}`;
  switch (state) {
    case 'changed':
      return `${name}: changed since ${day}`;
    case 'unchecked':
      return `${name}: ran ${day}, nothing checked`;
    case 'simulated':
      return `${name === 'sandbox' ? '' : `${name}: `}simulated ${day}, ${count}`;
    case 'partly':
      return `${name} ${day}, ${count}, not all of it run`;
    case 'passed':
      return `${name} ✓ ${day}, ${count}`;
    default:
      return state satisfies never;
  }
}

/** The badge as a picture of 20 pixels' height. */
export function badgeSvg({ label, message, color }: Badge): string {
  const [left, right] = [widthOf(label), widthOf(message)];
  const width = left + right;
  const said = escaped(`${label}: ${message}`);
  const text = (x: number, words: string, length: number): string =>
    `<text x="${x}" y="14" textLength="${length - 12}">${escaped(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${said}">
<title>${said}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#3d444d"/><rect x="${left}" width="${right}" height="20" fill="${color}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
${text(6, label, left)}
${text(left + 6, message, right)}
</g>
</svg>
`;
}

/** In pixels, with six of them at each side: about what Verdana takes at this size. */
const widthOf = (words: string): number => Math.round(words.length * 6.6) + 12;

const escaped = (words: string): string =>
  words.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );
