import type { Server, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';
import { type Page, webrickHandler } from './webrick.ts';

/**
 * Bookinfo's details, a Ruby program: facts about the one book.
 * @see https://github.com/istio/istio/blob/1.24.6/samples/bookinfo/src/details/details.rb
 */
export const details: Workload = bookinfoImage({
  image: 'details-v1',
  start: (place): Server => {
    const handler = webrickHandler(place, bookinfoPort, { '/health': health, '/details': book });
    return (port) => (port === bookinfoPort ? handler : undefined);
  },
  languages: ['ruby', 'gem', 'irb'],
});

const json = (value: unknown, status = 200): Page => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

const health = (): Page => json({ status: 'Details is healthy' });

function book(path: string): Page {
  const id = rubyInteger(path.replace(/\/$/, '').split('/').at(-1) ?? '');
  if (id === undefined) return json({ error: 'please provide numeric product id' }, 400);
  return json({
    id,
    author: 'William Shakespeare',
    year: 1595,
    type: 'paperback',
    pages: 200,
    publisher: 'PublisherA',
    language: 'English',
    'ISBN-10': '1234567890',
    'ISBN-13': '123-1234567890',
  });
}

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16 };

/** A number as Ruby's `Integer()` reads it: `0x10`, `010` of octal digits, `1_000`, with blanks around. */
function rubyInteger(text: string): number | undefined {
  const [, sign, prefix = '', letter, digits = ''] =
    /^\s*([+-]?)(0(?:([bodx])|(?=[0-9_])_?)?)?([0-9a-f]+(?:_[0-9a-f]+)*)?\s*$/i.exec(text) ?? [];
  if (sign === undefined || (!digits && prefix !== '0')) return undefined;
  const base = letter ? (bases[letter.toLowerCase()] ?? 10) : prefix && digits ? 8 : 10;
  const known = '0123456789abcdef'.slice(0, base);
  const plain = digits.replaceAll('_', '').toLowerCase();
  if ([...plain].some((digit) => !known.includes(digit))) return undefined;
  return (sign === '-' ? -1 : 1) * (Number.parseInt(plain || '0', base) || 0);
}
