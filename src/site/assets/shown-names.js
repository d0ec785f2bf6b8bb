/** Functions that put the reader's own names into what a page shows: commands, words about them, and diagrams. */
export function shownNames(main, names) {
  const all = [
    ...main.querySelectorAll('.ec-line, pre > code, .rb-expect samp, figcaption .title, :not(pre) > code'),
  ];
  // What was printed stays as it was, and so do a manifest and a variable that the text speaks of.
  const commands = all.filter(
    (line) =>
      !line.closest('.rb-printed, .rb-manifest pre, .rb-run') &&
      !(line.matches('code') && line.querySelector('.ec-line')) &&
      !/^\$?\w*$/.test(line.textContent),
  );
  return [
    ...commands.map((line) => shownLine(line, names)),
    ...[...main.querySelectorAll('.rb-run pre code')].map((code) => shownOptions(code, names)),
    ...[...main.querySelectorAll('.rb-diagram')].flatMap((diagram) => shownContexts(diagram, names)),
  ];
}

function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Highlighting cuts a line in pieces, and a variable may stand in several. */
function shownLine(line, { uses, nameFor }) {
  const nodes = textsIn(line);
  const texts = nodes.map(({ data }) => data);
  const matches = [...texts.join('').matchAll(uses)].reverse();
  return () => {
    let parts = texts;
    for (const match of matches) parts = put(parts, match.index, match[0], nameFor(match) ?? match[0]);
    nodes.forEach((node, at) => {
      if (node.data !== parts[at]) node.data = parts[at];
    });
  };
}

function put(parts, from, use, value) {
  let start = 0;
  return parts.map((part) => {
    const first = from - start;
    const last = first + use.length;
    start += part.length;
    if (last <= 0 || first >= part.length) return part;
    return part.slice(0, Math.max(first, 0)) + (first >= 0 ? value : '') + part.slice(last);
  });
}

/** The command that runs the page gets the names as options. */
function shownOptions(code, names) {
  const end = document.createTextNode('');
  (code.querySelector('.ec-line .code') ?? code).append(end);
  return () => {
    end.data = names.options();
  };
}

/** A diagram has contexts by their names. It has room for those of some length. */
function shownContexts(diagram, { defaults, own, inputs }) {
  return textsIn(diagram).flatMap((node) => {
    const text = node.data;
    const used = Object.keys(defaults).filter(
      (name) => !inputs.includes(name) && text.includes(defaults[name]),
    );
    const short = (value) => (value.length > 28 ? `…${value.slice(-27)}` : value);
    return used.length === 0
      ? []
      : [
          () => {
            node.data = used.reduce(
              (all, name) => all.replaceAll(defaults[name], short(own[name] ?? defaults[name])),
              text,
            );
          },
        ];
  });
}
