import type { StreamOutput } from '../model/output.ts';

/** Several streams read one after the other; the last line of one never runs into the first of the next. */
export function joinStreams(streams: readonly StreamOutput[]): StreamOutput {
  const [only] = streams;
  if (only !== undefined && streams.length === 1) return only;
  const texts = streams.map(({ text }) => text).filter((text) => text !== '');
  return {
    text: texts
      .map((text, index) => (index < texts.length - 1 && !text.endsWith('\n') ? `${text}\n` : text))
      .join(''),
    bytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
    truncated: streams.some(({ truncated }) => truncated),
  };
}
