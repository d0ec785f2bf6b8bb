import { Box } from 'ink';
import { type Line, span } from '../text/line.ts';
import { styles } from '../text/styles.ts';
import { between, type Layout } from '../view/layout.ts';
import type { Screen } from '../view/screen.ts';
import { Pane } from './pane.tsx';

type FrameProps = { readonly screen: Screen; readonly layout: Layout; readonly color: boolean };

/** The live part of the screen: header, body and footer, one row less than the terminal has. */
export function Frame({ screen, layout, color }: FrameProps) {
  const { columns } = layout;
  const gap = layout.airy ? 1 : 0;
  const rule: Line = [span('─'.repeat(columns), styles.faint)];
  return (
    <Box flexDirection="column" paddingX={1}>
      <Pane lines={screen.header} color={color} columns={columns} rows={2} />
      <Box height={layout.body} marginY={gap} flexShrink={0}>
        <Body screen={screen} layout={layout} color={color} />
      </Box>
      {layout.airy && <Pane lines={[rule]} color={color} columns={columns} />}
      <Pane lines={[screen.status]} color={color} columns={columns} />
      <Pane lines={[screen.footer]} color={color} columns={columns} />
    </Box>
  );
}

function Body({ screen, layout, color }: FrameProps) {
  const { kind, outline, document } = layout;
  if (kind === 'tiny') return <Pane {...document} lines={screen.document} color={color} />;
  if (kind === 'stacked') {
    return (
      <Box flexDirection="column">
        <Pane {...outline} lines={screen.outline} color={color} />
        <Pane {...document} rows={document.rows + 1} lines={[[], ...screen.document]} color={color} />
      </Box>
    );
  }
  return (
    <>
      <Pane {...outline} lines={screen.outline} color={color} />
      <Divider rows={layout.body} color={color} />
      <Pane {...document} rows={layout.body} lines={[screen.title, [], ...screen.document]} color={color} />
      {kind === 'three' && <Divider rows={layout.body} color={color} />}
      {kind === 'three' && (
        <Pane
          {...layout.output}
          rows={layout.body}
          lines={[screen.outputTitle, [], ...screen.output]}
          color={color}
        />
      )}
    </>
  );
}

/** The line between two panes. */
function Divider({ rows, color }: { readonly rows: number; readonly color: boolean }) {
  const line: Line = [span(' │ ', styles.faint)];
  return <Pane lines={Array<Line>(rows).fill(line)} color={color} columns={between} rows={rows} />;
}
