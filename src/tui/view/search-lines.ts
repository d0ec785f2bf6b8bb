import { counted } from '../../engine/report/style.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { clipped } from '../text/width.ts';
import type { Ui } from '../ui.ts';
import type { Hit } from './search.ts';

const kinds: Readonly<Record<Hit['kind'], string>> = { step: 'step', command: 'command', output: 'output' };

/** What is searched for, and the places where it stands, one a row, the chosen one marked. */
export function searchLines({ query, hit }: Ui, hits: readonly Hit[], room: number): readonly Line[] {
  const found = query.trim() === '' ? 'type what to look for' : counted(hits.length, 'place');
  return [
    [
      span('/ ', styles.accentStrong),
      span(safe(query), styles.strong),
      span('▏', styles.accent),
      span(`  ${found}`, styles.faint),
    ],
    [],
    ...hits.map((item, index) => hitLine(item, index === hit, room)),
  ];
}

function hitLine({ kind, text, place }: Hit, isChosen: boolean, room: number): Line {
  const mark = isChosen ? span('❯ ', styles.accentStrong) : span('  ');
  const where = kind === 'step' ? [] : [span(`  ${safe(place.step.title)}`, styles.faint)];
  return clipped(
    [
      mark,
      span(kinds[kind].padEnd(9), styles.faint),
      span(text.trim(), isChosen ? styles.strong : ''),
      ...where,
    ],
    room,
  );
}
