import type { CommandName } from '../../engine/model/control.ts';
import { footerKeys } from '../find-keys.ts';
import type { Key, Situation } from '../key.ts';
import { type Line, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { width } from '../text/width.ts';

const gap = '   ';

/** Commands that a run takes while it is at work. */
const atWork: readonly CommandName[] = ['next', 'pause', 'resume', 'quit'];

/** The keys that matter now in one row: as many as fit, help and quit in any case. */
export function footerLine(
  situation: Situation,
  {
    accepts = atWork,
    room,
    away,
  }: { readonly accepts?: readonly CommandName[] | undefined; readonly room: number; readonly away: boolean },
): Line {
  const offered = footerKeys(situation, accepts);
  const fixed = offered.filter(({ action }) => action === 'help' || action === 'quit').map(words);
  const back = away ? [[span('esc', styles.accentStrong), span(' back to the run')]] : [];
  const others = [
    ...back,
    ...offered.filter(({ action }) => action !== 'help' && action !== 'quit').map(words),
  ];
  const shown: Line[] = [];
  let left = room - fixed.reduce((sum, item) => sum + width(item) + gap.length, 0);
  for (const item of others) {
    left -= width(item) + gap.length;
    if (left < 0) break;
    shown.push(item);
  }
  return [...shown, ...fixed].flatMap((item, index) => (index === 0 ? item : [span(gap), ...item]));
}

function words({ action, shown, short }: Key): Line {
  const name = action === 'up' ? '↑↓' : shown;
  return [span(name, styles.accentStrong), span(` ${short}`, styles.faint)];
}
