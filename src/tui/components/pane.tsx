import { Box, Text } from 'ink';
import { type Line, paint } from '../text/line.ts';

type PaneProps = {
  readonly lines: readonly Line[];
  readonly color: boolean;
  readonly columns: number;
  readonly rows?: number;
};

/** A part of the screen of a fixed size; its lines have been cut to it before. */
export function Pane({ lines, color, columns, rows = 1 }: PaneProps) {
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Text wrap="truncate">{paint(lines.slice(0, rows), color)}</Text>
    </Box>
  );
}
