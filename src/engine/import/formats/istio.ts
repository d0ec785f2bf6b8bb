import { type Clue, type Conversion, type ImportExample, type ImportFormat, lines } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { convertPage } from '../istio/convert-page.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Commands, output and a callout',
    source: lines(
      '{{< tip >}}',
      'It takes a moment.',
      '{{< /tip >}}',
      '',
      '{{< text syntax=bash snip_id=apply >}}',
      '$ kubectl apply -f @samples/web.yaml@',
      'deployment.apps/web created',
      '{{< /text >}}',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '> [!TIP]',
      '> It takes a moment.',
      '',
      '```bash name=apply',
      'kubectl apply -f samples/web.yaml',
      '# expect: deployment.apps/web created',
      '```',
    ),
    remarks: [
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
    ],
  },
];

/**
 * Pages of istio.io: Hugo's Markdown with shortcodes for commands, callouts and tabs.
 * @see https://istio.io/latest/docs/releases/contribute/shortcodes/
 */
export const istio: ImportFormat = {
  name: 'istio',
  summary: 'Pages of istio.io: commands and output between `{{< text bash >}}` and `{{< /text >}}`.',
  examples,
  detect: clueOf,
  convert: (source): Conversion => convertPage(source),
};

function clueOf({ lines }: ImportSource): Clue | undefined {
  const found = /^[ \t]*(\{\{<\s*text\s[^\n>]*>\}\})/m.exec(lines.text);
  const [, shortcode] = found ?? [];
  if (!found || shortcode === undefined) return undefined;
  return { strength: 'sure', at: found.index + found[0].length - shortcode.length, what: `\`${shortcode}\`` };
}
