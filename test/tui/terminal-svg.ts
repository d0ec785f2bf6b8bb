import { type Line, plainText, type Span } from '../../src/tui/text/line.ts';
import { printedLines } from '../../src/tui/text/printed-lines.ts';
import { cells } from '../../src/tui/text/width.ts';

/** Size of a character, and of the space around the screen, in pixels. */
const [columnWidth, rowHeight, margin] = [8.4, 18, 16];

/** A dark terminal, with colours that keep a contrast of at least 4.5 to 1 on its ground. */
const colours = {
  ground: '#11151c',
  ink: '#d7dde8',
  faint: '#8b95a7',
  30: '#11151c',
  31: '#ff7b72',
  32: '#6fd08c',
  33: '#e3b341',
  34: '#79b8ff',
  35: '#d2a8ff',
  36: '#6cc7d9',
  37: '#d7dde8',
  90: '#8b95a7',
} as const;

export type Picture = { readonly title: string; readonly columns: number; readonly rows: number };

/** A captured screen (`tmux capture-pane -e`) as a picture that stays sharp: text, with a title for who can't see it. */
export function terminalSvg(captured: string, { title, columns, rows }: Picture): string {
  const lines = printedLines(captured).slice(0, rows);
  const [width, height] = [columns * columnWidth + 2 * margin, rows * rowHeight + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-labelledby="t">`,
    `<title id="t">${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${colours.ground}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${colours.ink}">`,
    ...lines.flatMap((line, row) => lineSvg(line, margin + row * rowHeight)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lineSvg(line: Line, top: number): readonly string[] {
  if (plainText(line).trim() === '') return [];
  let column = 0;
  return line.flatMap(pieces).flatMap((part) => {
    const left = margin + column * columnWidth;
    const wide = cells(part.text);
    column += wide;
    return spanSvg(part, { left, top, width: wide * columnWidth });
  });
}

/** Parts between which there is more than one blank: SVG would draw one. */
function pieces({ text, style }: Span): readonly Span[] {
  return text.split(/(?<=\S)(?= {2})|(?<= {2})(?=\S)/).map((piece) => ({ text: piece, style }));
}

function spanSvg(
  { text, style }: Span,
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): readonly string[] {
  const codes = style.split(';');
  const inked = codes.map((code) => colours[code as unknown as keyof typeof colours]).findLast(Boolean);
  const fill = inked ?? (codes.includes('2') ? colours.faint : undefined);
  const ground = codes.find((code) => /^4[0-7]$/.test(code));
  const attributes = [
    ...(fill === undefined ? [] : [`fill="${fill}"`]),
    ...(codes.includes('1') ? ['font-weight="700"'] : []),
    ...(codes.includes('3') ? ['font-style="italic"'] : []),
    ...(codes.includes('4') ? ['text-decoration="underline"'] : []),
  ];
  const box = colours[`3${ground?.[1]}` as unknown as keyof typeof colours];
  const rect = `<rect x="${px(left)}" y="${px(top + 1)}" width="${px(width)}" height="${rowHeight}" fill="${box}"/>`;
  const shown = text.trim();
  const at = left + (text.length - text.trimStart().length) * columnWidth;
  const place = `x="${px(at)}" y="${px(top + 14)}" textLength="${px(cells(shown) * columnWidth)}"`;
  const drawn = `<text ${[place, ...attributes].join(' ')}>${escaped(shown)}</text>`;
  return [...(ground === undefined ? [] : [rect]), ...(shown === '' ? [] : [drawn])];
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
