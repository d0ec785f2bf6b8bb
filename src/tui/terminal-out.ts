const wrapOff = '\u001b[?7l';
const wrapOn = '\u001b[?7h';

/** Begin and end of a synchronized update (DEC private mode 2026), which ink puts around a frame. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/**
 * The terminal as ink is to see it. Automatic wrapping (DECAWM) is off during each write: a row that is wider in this
 * terminal than we think is cut at the margin instead of pushing everything below it down. It is on again after each,
 * so that nothing has to be restored, not even by a process that was killed. And what ink writes piece by piece between
 * the marks of a synchronized update is one write, so that terminals that don't know the marks draw it in one go too.
 */
export function frameByFrame(
  stream: NodeJS.WriteStream,
  onDrawn: (text: string) => void = () => undefined,
): NodeJS.WriteStream {
  let pieces: string[] | undefined;
  const pass = (text: string | Uint8Array, rest: readonly unknown[]): boolean => {
    if (typeof text === 'string' && text !== '') onDrawn(text);
    return Reflect.apply(stream.write, stream, [text, ...rest]);
  };
  const write = (data: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    if (typeof data !== 'string' || data === '') return pass(data, rest);
    if (data === begin) pieces = [];
    if (pieces === undefined) return pass(wrapOff + data + wrapOn, rest);
    pieces.push(data);
    if (data !== end) return true;
    const frame = pieces.join('');
    pieces = undefined;
    return pass(wrapOff + frame + wrapOn, rest);
  };
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
