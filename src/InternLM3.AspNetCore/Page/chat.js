import { firstModel, stream } from './api.js';
import { codeBlock, render } from './markdown.js';
import { strings } from './strings.js';

const $ = id => document.getElementById(id);
const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? '' });
const remembered = ['temperature', 'top_p', 'top_k', 'max_tokens', 'effort', 'format', 'system', 'schema', 'tools'];
const saved = JSON.parse(localStorage.getItem('internlm3') ?? '{}');
let language = saved.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
let history = [];
let running = null;
let model = '';
const t = key => strings[language][key];

function save() {
  const values = Object.fromEntries(remembered.map(id => [id, $(id).value]));
  localStorage.setItem('internlm3', JSON.stringify({ ...values, language, theme: document.documentElement.dataset.theme, think: $('thinkSwitch').checked }));
  sessionStorage.setItem('internlm3-key', $('apiKey').value);
}

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll('[data-placeholder]')) node.placeholder = t(node.dataset.placeholder);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', t(node.dataset.label));
  $('language').textContent = t('language');
  $('examples').replaceChildren(...t('examples').map(text => {
    const item = make('li');
    const button = make('button', '', text);
    button.type = 'button';
    button.onclick = () => ask(text);
    item.append(button);
    return item;
  }));
}

// What the settings say; what is left empty is the model's own.
function request() {
  const number = id => $(id).value === '' ? undefined : Number($(id).value);
  const body = {
    model, stream: true, stream_options: { include_usage: true },
    messages: $('system').value.trim() ? [{ role: 'system', content: $('system').value }, ...history] : history,
    temperature: number('temperature'), top_p: number('top_p'), top_k: number('top_k'), max_completion_tokens: number('max_tokens'),
  };
  if ($('thinkSwitch').checked) body.reasoning_effort = $('effort').value;
  if ($('tools').value.trim()) body.tools = parse($('tools').value, 'badTools').map(tool => tool.function ? tool : { type: 'function', function: tool });
  if ($('format').value === 'json_object') body.response_format = { type: 'json_object' };
  if ($('format').value === 'json_schema') body.response_format = { type: 'json_schema', json_schema: { name: 'answer', schema: parse($('schema').value, 'badSchema') } };
  return body;
}

function parse(text, problem) {
  try {
    const value = JSON.parse(text);
    if (problem !== 'badTools' || Array.isArray(value)) return value;
  } catch { /* said below */ }
  throw new Error(t(problem));
}

function add(role) {
  $('empty').hidden = true;
  const item = make('li', role);
  item.append(Object.assign(make('span', 'hidden'), { textContent: role === 'user' ? t('you') : role === 'tool' ? t('result') : 'InternLM3' }));
  $('log').append(item);
  return item;
}

function addText(role, text) {
  const body = make('div', 'body', text);
  add(role).append(body);
  scroll(true);
}

// Follows the answer unless the reader has scrolled up.
function scroll(always) {
  const main = document.querySelector('main');
  if (always || main.scrollHeight - main.scrollTop - main.clientHeight < 120) main.scrollTop = main.scrollHeight;
}

function answerView() {
  const item = add('assistant');
  item.classList.add('busy');
  item.setAttribute('aria-busy', 'true');
  const thinking = make('details', 'thinking');
  thinking.hidden = true;
  const [summary, thoughts, body, dots, after] = [make('summary', '', t('thinking')), make('div', 'body'), make('div', 'body'), make('span', 'dots'), make('div')];
  thinking.append(summary, thoughts);
  item.append(thinking, body, dots, after);
  let frame = 0;
  return {
    draw(answer) {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.drawNow(answer);
      });
    },
    drawNow(answer) {
      thinking.hidden = !answer.reasoning;
      summary.textContent = answer.content || answer.done ? t('thought') : t('thinking');
      thoughts.replaceChildren(...render(answer.reasoning, t('copy')));
      body.replaceChildren(...(answer.done && prettyJson(answer.content) || render(answer.content, t('copy'))));
      scroll();
    },
    finish(answer, problem, stopped) {
      cancelAnimationFrame(frame);
      answer.done = true;
      this.drawNow(answer);
      dots.remove();
      item.classList.remove('busy');
      item.removeAttribute('aria-busy');
      answer.calls.forEach(call => after.append(callView(call)));
      if (problem) after.append(Object.assign(make('p', 'error', problem), { role: 'alert' }));
      else after.append(meta(answer, stopped));
      scroll();
    },
  };
}

function prettyJson(text) {
  if (!$('format').value) return null;
  try {
    return [codeBlock(JSON.stringify(JSON.parse(text), null, 2), t('copy'))];
  } catch {
    return null;
  }
}

function meta(answer, stopped) {
  const usage = answer.usage;
  const cached = usage?.prompt_tokens_details?.cached_tokens;
  const parts = [
    stopped && t('stopped'), answer.finish === 'length' && t('cut'),
    usage && `${usage.completion_tokens} ${t('tokens')}`, cached > 0 && `${cached} ${t('cached')}`,
  ].filter(Boolean);
  const row = make('p', 'meta');
  row.append(...parts.map(part => make('span', '', part)));
  if (answer.content) {
    const copy = make('button', 'quiet', t('copy'));
    copy.type = 'button';
    copy.onclick = () => copyText(copy, answer.content);
    row.append(copy);
  }
  return row;
}

function copyText(button, text) {
  navigator.clipboard?.writeText(text).then(() => {
    button.textContent = t('copied');
    setTimeout(() => { button.textContent = t('copy'); }, 1500);
  });
}

function callView(call) {
  const card = make('section', 'call');
  let shown = call.function.arguments;
  try {
    shown = JSON.stringify(JSON.parse(shown), null, 2);
  } catch { /* shown as it came */ }
  card.append(make('h3', '', call.function.name), codeBlock(shown, t('copy')));
  const form = make('form');
  const input = Object.assign(make('input'), { placeholder: t('result') });
  input.setAttribute('aria-label', `${t('result')}: ${call.function.name}`);
  form.append(input, make('button', '', t('sendResult')));
  form.onsubmit = event => {
    event.preventDefault();
    if (running) return;
    form.remove();
    history.push({ role: 'tool', tool_call_id: call.id, content: input.value });
    addText('tool', `${call.function.name} → ${input.value}`);
    // Once every call has its result, the model goes on.
    const answered = new Set(history.map(message => message.tool_call_id));
    if (!document.querySelector('.call form') && answered.has(call.id)) answer();
  };
  card.append(form);
  return card;
}

function ask(text) {
  if (running || !text.trim()) return;
  document.querySelectorAll('.call form').forEach(form => form.remove());
  history.push({ role: 'user', content: text });
  addText('user', text);
  $('input').value = '';
  answer();
}

async function answer() {
  const state = { content: '', reasoning: '', calls: [], usage: null, finish: null, done: false };
  const view = answerView();
  const stop = new AbortController();
  running = stop;
  setBusy(true);
  let problem = null;
  try {
    const body = request();
    for await (const chunk of stream(body, $('apiKey').value, stop.signal)) {
      take(state, chunk);
      view.draw(state);
    }
    if (!state.finish) problem = t('unfinished');
  } catch (error) {
    if (!stop.signal.aborted) problem = error instanceof TypeError ? t('unreachable') : error.message;
  }
  running = null;
  setBusy(false);
  view.finish(state, problem, stop.signal.aborted);
  remember(state);
  $('status').textContent = problem ?? (stop.signal.aborted ? t('stopped') : t('finished'));
}

function take(state, chunk) {
  state.usage = chunk.usage ?? state.usage;
  const choice = chunk.choices?.[0];
  if (!choice) return;
  state.finish = choice.finish_reason ?? state.finish;
  state.content += choice.delta?.content ?? '';
  state.reasoning += choice.delta?.reasoning_content ?? '';
  for (const part of choice.delta?.tool_calls ?? []) {
    const call = state.calls[part.index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } };
    call.id ||= part.id ?? '';
    call.function.name ||= part.function?.name ?? '';
    call.function.arguments += part.function?.arguments ?? '';
  }
}

// An answer that never began leaves the question to be asked again.
function remember(state) {
  if (!state.content && !state.calls.length) return;
  history.push({ role: 'assistant', content: state.content, ...(state.calls.length ? { tool_calls: state.calls } : {}) });
}

function setBusy(busy) {
  $('send').hidden = busy;
  $('stop').hidden = !busy;
  if (busy) $('status').textContent = t('generating');
  $('input').focus();
}

$('composer').onsubmit = event => {
  event.preventDefault();
  ask($('input').value);
};
$('input').onkeydown = event => {
  // An input method's Enter picks a word and sends nothing.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask($('input').value);
  }
};
$('stop').onclick = () => running?.abort();
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !$('settings').open) running?.abort();
});
document.addEventListener('click', event => {
  const button = event.target.closest('button[data-copy]');
  if (button) copyText(button, button.parentNode.querySelector('code').textContent);
});
$('new').onclick = () => {
  running?.abort();
  history = [];
  $('log').replaceChildren();
  $('empty').hidden = false;
  $('input').focus();
};
$('openSettings').onclick = () => $('settings').showModal();
$('settings').onclose = () => {
  save();
  load();
};
$('settings').oninput = () => { $('schemaRow').hidden = $('format').value !== 'json_schema'; };
$('thinkSwitch').onchange = save;
$('language').onclick = () => {
  language = language === 'en' ? 'zh' : 'en';
  translate();
  save();
};
$('theme').onclick = () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  save();
};

async function load() {
  model = await firstModel($('apiKey').value).catch(() => '');
  $('model').textContent = model;
}

for (const id of remembered) if (saved[id] !== undefined) $(id).value = saved[id];
$('apiKey').value = sessionStorage.getItem('internlm3-key') ?? '';
$('thinkSwitch').checked = saved.think ?? false;
if (saved.theme) document.documentElement.dataset.theme = saved.theme;
$('schemaRow').hidden = $('format').value !== 'json_schema';
translate();
load();
