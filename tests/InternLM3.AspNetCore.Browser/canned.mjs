// A loopback server of the page with canned streams: what a small model cannot be asked to say on command (markup, endless text, errors).
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const pages = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../src/InternLM3.AspNetCore/Page');
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

// The policy is the one ChatPage.cs sends.
const policy = /"(default-src[^"]+)"/.exec(fs.readFileSync(path.join(pages, 'ChatPage.cs'), 'utf8'))[1];
const pause = () => new Promise(resolve => setTimeout(resolve, 3));

const answers = {
  xss: '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> [x](javascript:window.pwned=1) **<b>bold</b>**',
  markdown: '1. one\n   - inner\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nif (a < b) { }\n```',
  long: 'word '.repeat(3000),
};

export async function startCanned() {
  let left;
  const gone = new Promise(resolve => { left = resolve; });
  const server = http.createServer(async (request, response) => {
    if (request.url === '/v1/models') return response.end('{"data":[{"id":"canned"}]}');
    if (request.url === '/v1/chat/completions') return chat(request, response, left);
    const file = path.join(pages, path.basename(request.url === '/' ? 'index.html' : request.url));
    if (!types[path.extname(file)] || !fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[path.extname(file)], 'Content-Security-Policy': policy });
    response.end(fs.readFileSync(file));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, gone, close: () => server.close() };
}

async function chat(request, response, left) {
  let text = '';
  for await (const part of request) text += part;
  const body = JSON.parse(text);
  const last = body.messages.at(-1);
  if (last.content === 'fail') return response.writeHead(429).end('{"error":{"message":"The queue is full."}}');
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const write = chunk => response.write(`data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', ...chunk })}\n\n`);
  const delta = (value, finish = null) => write({ choices: [{ index: 0, delta: value, finish_reason: finish }] });
  response.on('close', () => response.writableFinished || left());
  if (body.reasoning_effort) delta({ reasoning_content: 'Tom has 37 and buys 58.\n\n' });
  if (body.tools && last.role !== 'tool') {
    delta({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } }] });
    delta({ tool_calls: [{ index: 0, function: { arguments: '{"city":"Brevaal"}' } }] });
  } else {
    const answer = body.response_format ? '{"name":"Quinn","age":41}' : answers[last.content] ?? 'Five scenic spots in Shanghai: the Bund, Yu Garden and three more.';
    for (const word of answer.match(/\s*\S+\s*/g)) {
      if (response.destroyed) return;
      delta({ content: word });
      await pause();
    }
  }
  delta({}, body.tools && last.role !== 'tool' ? 'tool_calls' : 'stop');
  write({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } } });
  response.end('data: [DONE]\n\n');
}
