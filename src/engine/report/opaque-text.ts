import { printable } from '../diagnostics/printable.ts';
import type { OpaqueImage } from '../model/target.ts';
import type { RunState } from '../run/state.ts';
import { counted } from './style.ts';

/** `2 OPAQUE images`: what a run's outcome has to be read with; undefined when there were none. */
export function opaqueWords(images: readonly Pick<OpaqueImage, 'image'>[]): string | undefined {
  const { length } = opaqueNames(images);
  return length === 0 ? undefined : counted(length, 'OPAQUE image');
}

/** Names of the images, each once. */
export function opaqueNames(images: readonly Pick<OpaqueImage, 'image'>[]): readonly string[] {
  return [...new Set(images.map(({ image }) => image))];
}

/** A line for each image of which only the name is known: whatever was ready of it was taken for granted. */
export function opaqueLines({ opaque }: Pick<RunState, 'opaque'>): readonly string[] {
  return opaqueNames(opaque).map((name) => {
    const same = opaque.filter(({ image }) => image === name);
    const containers = same.reduce((sum, each) => sum + each.containers, 0);
    const granted = [...new Set(same.flatMap((each) => each.granted))];
    const probes = granted.length === 0 ? '' : `, ${granted.join(' and ')} taken as met`;
    return `opaque  ${printable(name)}: nothing is known of what is in it; ${counted(containers, 'container')} taken as ready${probes}`;
  });
}
