import { isMap, isScalar, type ParsedNode } from 'yaml';
import type { Complain } from './read-usage.ts';
import type { DescribedImage } from './sandbox.ts';

type Admission = NonNullable<DescribedImage['admission']>;

const hint = 'Write `admission: allow`, or `admission: { deny: "no team label" }`.';

/** Reads what an image answers to admission reviews: that all is well, or why it is not. */
export function readAdmission(node: ParsedNode, complain: Complain): Admission | undefined {
  if (isScalar(node) && node.value === 'allow') return { allow: true };
  const [pair] = isMap(node) ? node.items : [];
  const [key, value] = [pair?.key, pair?.value];
  if (isMap(node) && node.items.length === 1 && isScalar(key) && key.value === 'deny' && isScalar(value))
    return { deny: String(value.value) };
  return complain('`admission` is `allow`, or a map with `deny`', hint, node);
}
