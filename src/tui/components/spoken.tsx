import { Box, Text } from 'ink';
import { spoken } from '../text/spoken.ts';
import type { Screen } from '../view/screen.ts';
import type { View } from '../view/view.ts';

type SpokenProps = { readonly screen: Screen; readonly view: View };

/**
 * The live part for a screen reader: a few sentences in place of panes, without a clock, since everything that changes
 * is read out again. Finished steps are in the scroll-back as for everybody.
 */
export function Spoken({ screen, view }: SpokenProps) {
  const { place } = screen;
  const target = view.run.target;
  return (
    <Box flexDirection="column">
      {target?.simulated && <Text>Simulated: nothing here touches a real cluster.</Text>}
      {place && <Text>{`Step: ${place.step.title}`}</Text>}
      <Box flexDirection="column">
        {screen.document.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
          <Text key={index}>{spoken(line)}</Text>
        ))}
      </Box>
      <Text>{spoken(screen.status)}</Text>
      <Text>{`Keys: ${spoken(screen.footer)}`}</Text>
    </Box>
  );
}
