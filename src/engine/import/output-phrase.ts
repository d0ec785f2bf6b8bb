const says = [
  // "Output:", "Expected output (shortened):"
  /^(?:the |an? )?(?:(?:expected|example|sample|typical|possible|resulting|command) )*(?:output|response|result)s?(?: \([^)]*\))?\s*[:.]?$/i,
  // "The output is similar to this:", "Verify that the output looks like the following."
  /\b(?:output|response|result)s?\b.*\b(?:similar to|like|looks?|as follows|following|this|these|below|shows?|should be|resembles?)\b[^.!?]{0,40}[:.]?$/i,
  /\b(?:you|this) (?:should|will|can|may) (?:now |then )?(?:see|get|receive|have|return|print|show|output)\b[^.!?]{0,80}[:.]?$/i,
  /\bexpect (?:this|the following)\b[^.!?]{0,60}[:.]?$/i,
  /\b(?:it|this|that|command|which) (?:prints|returns|shows|outputs|gives)\b[^.!?]{0,60}[:.]?$/i,
  /\b(?:looks?|is|are) (?:something )?(?:like|similar to) (?:this|the following|below)[:.]?$/i,
];

/** What speaks of commands rather than of their output, though it has the word. */
const saysNot =
  /\b(?:run|execute|use|enter|type|apply|save|redirect|pipe)\b[^.:]*\b(?:command|output|result)s?\b[^.:]*:?$/i;

/** Whether prose ends by announcing output: "Expected output:", "The output is similar to this:". */
export function announcesOutput(prose: string): boolean {
  const text = prose
    .trim()
    .replace(/[*_`#>]+/g, '')
    .trim()
    .slice(-200);
  const sentence = text.split(/(?<=[.!?])\s+/).at(-1) ?? '';
  return !saysNot.test(sentence) && says.some((form) => form.test(sentence));
}
