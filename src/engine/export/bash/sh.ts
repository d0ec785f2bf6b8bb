/** A piece of bash or awk as it is written; `\${` stands for `${`, which would end the text. Without its first newline. */
export function sh(text: TemplateStringsArray): string {
  return (text.raw[0] ?? '').replace(/^\n/, '').replaceAll('\\${', '${');
}
