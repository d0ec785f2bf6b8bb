/**
 * What somebody asked for can't be told, since it isn't simulated. Thrown through every hop up to whoever asked: a
 * proxy on the way must not make an answer of it.
 */
export class Unsimulated extends Error {
  override name = 'Unsimulated';
}
