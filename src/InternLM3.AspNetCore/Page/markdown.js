// Markdown to DOM nodes. Text of the model only ever becomes text nodes: no HTML is parsed anywhere.
const make = (tag, ...children) => {
  const node = document.createElement(tag);
  node.append(...children);
  return node;
};

const inlinePattern = /(`+)([\s\S]*?[^`])\1(?!`)|\*\*([\s\S]+?)\*\*|\*([^\s*][^*]*?)\*|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"')\]，。]+)/g;

export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > end) nodes.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, , code, strong, emphasis, label, target, bare] = match;
    if (code !== undefined) nodes.push(make('code', code.trim()));
    else if (strong !== undefined) nodes.push(make('strong', ...inline(strong)));
    else if (emphasis !== undefined) nodes.push(make('em', ...inline(emphasis)));
    else nodes.push(link(label ?? bare, target ?? bare));
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

// Only http and https get here, by the pattern above.
function link(label, target) {
  const node = make('a', label);
  node.href = target;
  node.target = '_blank';
  node.rel = 'noopener noreferrer nofollow';
  return node;
}

export function codeBlock(code, copyText) {
  const block = make('div', make('pre', make('code', code)));
  block.className = 'block';
  const button = make('button', copyText);
  button.type = 'button';
  button.dataset.copy = '';
  block.append(button);
  return block;
}

const cells = line => line.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());
const isBlockStart = line => /^\s*$|^ {0,3}(```|~~~|#{1,6}\s|>|([-*+]|\d+[.)])\s|(?:[-*_] *){3,}$)/.test(line);

export function render(text, copyText) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks = [];
  let at = 0;
  const takeWhile = test => {
    const taken = [];
    while (at < lines.length && test(lines[at])) taken.push(lines[at++]);
    return taken;
  };

  while (at < lines.length) {
    const line = lines[at];
    let match;
    if (/^\s*$/.test(line)) {
      at++;
    } else if ((match = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line))) {
      const fence = match[1];
      at++;
      const code = takeWhile(next => !next.trim().startsWith(fence) || next.trim().length > next.trim().lastIndexOf(fence[0]) + 1);
      at++;
      blocks.push(codeBlock(code.join('\n'), copyText));
    } else if ((match = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line))) {
      at++;
      blocks.push(make(`h${Math.min(match[1].length + 1, 4)}`, ...inline(match[2])));
    } else if (/^ {0,3}(?:[-*_] *){3,}$/.test(line)) {
      at++;
      blocks.push(make('hr'));
    } else if (/^ {0,3}>/.test(line)) {
      const quoted = takeWhile(next => /^ {0,3}>/.test(next)).map(next => next.replace(/^ {0,3}> ?/, ''));
      const quote = make('blockquote');
      quote.append(...render(quoted.join('\n'), copyText));
      blocks.push(quote);
    } else if (line.includes('|') && at + 1 < lines.length && /^\s*\|?[\s:-]*-[\s|:-]*$/.test(lines[at + 1]) && lines[at + 1].includes('|')) {
      const head = make('tr', ...cells(lines[at]).map(cell => make('th', ...inline(cell))));
      at += 2;
      const rows = takeWhile(next => next.includes('|')).map(row => make('tr', ...cells(row).map(cell => make('td', ...inline(cell)))));
      blocks.push(make('table', make('thead', head), make('tbody', ...rows)));
    } else if ((match = /^(\s*)([-*+]|\d+[.)])\s+/.exec(line))) {
      blocks.push(list(takeList(match[1].length), copyText));
    } else {
      const paragraph = [lines[at++], ...takeWhile(next => !isBlockStart(next))];
      blocks.push(make('p', ...paragraph.flatMap((part, i) => i ? [make('br'), ...inline(part)] : inline(part))));
    }
  }
  return blocks;

  // A list goes on through indented lines, and through blank lines that an item or an indented line follows.
  function takeList(indent) {
    return takeWhile(next => {
      const follower = /^\s*$/.test(next) ? lines[at + 1] ?? '' : next;
      return new RegExp(`^\\s{${indent},}([-*+]|\\d+[.)])\\s`).test(follower) || /^\s{2,}\S/.test(follower);
    });
  }
}

function list(lines, copyText) {
  const [, indent, marker] = /^(\s*)([-*+]|\d+[.)])\s+/.exec(lines[0]);
  const node = make(/\d/.test(marker) ? 'ol' : 'ul');
  if (/\d/.test(marker)) node.start = parseInt(marker, 10);
  let item = [];
  const flush = () => {
    if (!item.length) return;
    const children = render(item.join('\n'), copyText);
    // A single paragraph needs no paragraph of its own.
    node.append(make('li', ...(children.length && children[0].tagName === 'P' ? [...children[0].childNodes, ...children.slice(1)] : children)));
    item = [];
  };
  for (const line of lines) {
    const match = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(line);
    if (match && match[1].length <= indent.length + 1) {
      flush();
      item.push(match[3]);
    } else {
      item.push(line.replace(/^\s{1,4}/, ''));
    }
  }
  flush();
  return node;
}
