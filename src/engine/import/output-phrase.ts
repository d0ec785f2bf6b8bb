const says = [
  /\b(?:output|response|result)s?\b[^.!?]{0,60}[:.]?$/i,
  /\b(?:you|this) (?:should|will|can|may) (?:now |then )?(?:see|get|receive|have|return|print|show|output)\b[^.!?]{0,80}[:.]?$/i,
  /\b(?:and )?expect (?:this|the following)\b[^.!?]{0,60}[:.]?$/i,
  /^(?:it|this|that|the command|which) (?:prints|returns|shows|outputs|gives)\b[^.!?]{0,60}[:.]?$/i,
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
