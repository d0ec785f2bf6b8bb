/** Controls, marks that turn the direction of text, and what joins characters into one of a width no two terminals share. */
const steering =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f]|[\ufe00-\ufe0f]|[\ufeff\ufff9-\ufffb]|[\u{1f3fb}-\u{1f3ff}]|[\u{e0000}-\u{e0fff}]/gu;

const loneSurrogate = /\p{Surrogate}/gu;

/** Text that can't steer the terminal and is as wide as we think; line ends stay, a tab becomes two blanks. */
export function safe(text: string): string {
  return text.replaceAll('\t', '  ').replace(steering, '').replace(loneSurrogate, '\ufffd');
}
