import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/engine/mask/masker.ts';
import { inPieces } from './in-pieces.ts';

describe('a masker', () => {
  it('finds a secret across the borders of pieces of every size', () => {
    const secrets = ['s3cret', 's3cret-and-longer', 'pässwörd', 'token with blanks'];
    const text = `a s3cret b s3cret-and-longer c pässwörd d ${btoa('s3cret')} e token%20with%20blanks s3cre s3cret`;
    const masked = 'a *** b *** c *** d *** e *** s3cre ***';
    expect(createMasker(secrets).text(text)).toBe(masked);
    for (let size = 1; size <= text.length; size++) {
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      expect(inPieces(secrets, pieces)).toBe(masked);
    }
  });

  it('gives secrets that overlap one mask', () => {
    expect(createMasker(['abcdef', 'defghi']).text('-abcdefghi-')).toBe('-***-');
    expect(createMasker(['abab']).text('ababab abababab')).toBe('*** ***');
    expect(createMasker(['abcd']).text('abcdabcd')).toBe('******');
  });

  it('holds back only what may become a secret', () => {
    const masker = createMasker(['s3cret']);
    expect(inPieces(['s3cret'], ['prompt> '], false)).toBe('prompt> ');
    expect(inPieces(['s3cret'], ['it is s3c'], false)).toBe('it is ');
    expect(inPieces(['s3cret'], ['it is s3c', 'ond'], false)).toBe('it is s3cond');
    expect(masker.text('it is s3c')).toBe('it is s3c');
  });

  it('keeps what it holds back short, whatever repeats', () => {
    const masker = createMasker(['a;a;']);
    const pieces = Array.from({ length: 100 }, () => 'a;'.repeat(50));
    expect(inPieces(['a;a;'], pieces, false)).toBe('***');
    expect(masker.text('a;'.repeat(5_000))).toBe('***');
  });

  it('leaves values of fewer than four bytes alone', () => {
    expect(createMasker(['abc', '', 'ü']).text('abc ü')).toBe('abc ü');
    expect(createMasker(['üü']).text('üü')).toBe('***');
  });
});

describe('a secret that is cut in two where something of an output was left out', () => {
  const secret = 'sekret-abc123-tail';
  const note = '\n[… 4096 bytes left out …]\n';

  it('shows neither its beginning nor its end', () => {
    const masker = createMasker([secret]);
    expect(masker.text(`one ${secret} two sekret-abc${note}bc123-tail three ${secret}`)).toBe(
      `one *** two ***${note}*** three ***`,
    );
    expect(masker.text(`to be${note}taken`)).toBe(`to be${note}taken`);
    expect(masker.text(`${secret}${note}${secret}`)).toBe(`***${note}***`);
  });

  it('nor in live output, of which the middle of a flood is not shown', () => {
    const shown = '\n[… 4096 bytes not shown …]\n';
    expect(inPieces([secret], ['two sekret-abc', shown, 'bc123-tail three'])).toBe(
      `two ***${shown}*** three`,
    );
    expect(inPieces([secret], ['se', shown, 'il'])).toBe(`se${shown}il`);
  });
});

describe('a secret that is printed with what steers a terminal', () => {
  const secret = 'sekret-abc123-tail';
  const rows: readonly (readonly [what: string, printed: string, masked: string])[] = [
    [
      'coloured by grep in its middle',
      'is sekret-\u001b[01;31m\u001b[Kabc123\u001b[m\u001b[K-tail.',
      'is ***\u001b[01;31m\u001b[m.',
    ],
    ['half of it coloured', '\u001b[31msekret-\u001b[0mabc123-tail', '\u001b[31m***\u001b[0m'],
    ['a link', '\u001b]8;;http://a/\u0007sekret\u001b]8;;\u0007-abc123-tail', '\u001b]8;;http://a/\u0007***'],
    ['printed twice over, as manual pages do for bold', 's\bse\bek\bkret-abc123-tail', 's\b***'],
    ['in UTF-16', [...secret].map((letter) => `${letter}\u0000`).join(''), '***\u0000'],
    ['8-bit sequences', 'sekret\u009b1m-abc123-tail', '***'],
  ];

  it.each(rows)('%s', (_, printed, masked) => {
    expect(createMasker([secret]).text(printed)).toBe(masked);
    for (let size = 1; size <= 9; size++) {
      const pieces = printed.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(inPieces([secret], pieces)).not.toContain('abc');
    }
  });

  it('in rows of base64 and hexadecimal', () => {
    const long = `begin-${'0123456789'.repeat(12)}-end`;
    for (const width of [60, 64, 76]) {
      const rows = (text: string) => text.replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
      const base64 = rows(Buffer.from(`user:${long}!`).toString('base64'));
      expect(createMasker([long]).text(`${base64}\nnext\n`)).toMatch(
        /^dXNlcjp?\*\*\*[\w=]{0,2}\n?[\w=]{0,4}\nnext\n$/,
      );
      expect(createMasker([long]).text(`${rows(Buffer.from(long).toString('hex'))}\n`)).toBe('***\n');
    }
  });
});
