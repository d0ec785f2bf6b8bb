import { type Line, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { between } from '../view/layout.ts';
import { Pane } from './pane.tsx';

/** The line between two panes. */
export function Divider({ rows, color }: { readonly rows: number; readonly color: boolean }) {
  const line: Line = [span(' │ ', styles.faint)];
  return <Pane lines={Array<Line>(rows).fill(line)} color={color} columns={between} rows={rows} />;
}
