import { createMasker, MaskStream } from '../../../../src/engine/mask/masker.ts';

/** What a masker gives of a text that comes in pieces; without `ended`, only what it is certain of. */
export function inPieces(secrets: readonly string[], pieces: readonly string[], ended = true): string {
  const masker = createMasker(secrets);
  const stream = new MaskStream();
  const given = pieces.map((piece) => masker.push(stream, piece)).join('');
  return ended ? given + masker.flush(stream) : given;
}
