import { Box, Transform } from 'ink';
import { type Line, paint } from '../text/line.ts';
import { spoken } from '../text/spoken.ts';

type PaneProps = {
  readonly lines: readonly Line[];
  readonly color: boolean;
  readonly columns: number;
  readonly rows?: number;
};

/**
 * A part of the screen of a fixed size. Its lines have been measured and cut already: ink is given blank rows to lay
 * out, and the lines when they are drawn, which saves it measuring them again, the most of its work.
 */
export function Pane({ lines, color, columns, rows = 1 }: PaneProps) {
  const blank = ` ${'\n'.repeat(Math.max(0, rows - 1))}`;
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Transform
        accessibilityLabel={lines.map(spoken).join('\n')}
        transform={(_, row) => paint(lines.slice(row, row + 1), color)}
      >
        {blank}
      </Transform>
    </Box>
  );
}
