import type { Blockquote } from 'mdast';
import { styles } from '../text/styles.ts';

/** GitHub's alerts with the style of their bar and label. */
const alerts: Readonly<Record<string, string>> = {
  NOTE: styles.note,
  TIP: styles.good,
  IMPORTANT: styles.accent,
  WARNING: styles.warn,
  CAUTION: styles.bad,
};

type Alert = { readonly label: string; readonly style: string; readonly body: Blockquote };

/** Reads `> [!NOTE]`, its marker taken out of the body; undefined for any other quotation. */
export function readAlert(quote: Blockquote): Alert | undefined {
  const [first, ...others] = quote.children;
  const [marker, ...rest] = first?.type === 'paragraph' ? first.children : [];
  if (first?.type !== 'paragraph' || marker?.type !== 'text') return undefined;
  const [written, label = ''] = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/.exec(marker.value) ?? [];
  const style = alerts[label];
  if (written === undefined || style === undefined) return undefined;
  const left = marker.value.slice(written.length);
  const children = [...(left === '' ? [] : [{ ...marker, value: left }]), ...rest];
  const paragraph = children.length === 0 ? [] : [{ ...first, children }];
  return { label, style, body: { ...quote, children: [...paragraph, ...others] } };
}
