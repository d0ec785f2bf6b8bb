import type { RecordedTarget } from '../model/record.ts';

/**
 * What has to be known of a simulated run wherever it is named: `simulated; opaque: ghcr.io/acme/shop:1`. Of an image
 * that is described by hand its author knew what it would answer.
 */
export function simulatedText({ opaque = [], described = [] }: RecordedTarget): string {
  return [
    'simulated',
    ...(opaque.length === 0 ? [] : [`opaque: ${opaque.join(', ')}`]),
    ...(described.length === 0 ? [] : [`described by hand: ${described.join(', ')}`]),
  ].join('; ');
}
