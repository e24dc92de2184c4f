// The chat page in a real Chromium. Usage: node chat-page.mjs [address of a running server]; without one, canned answers are served.
// CHROMIUM names the browser (default /usr/bin/chromium); SCREENSHOTS, a folder to keep pictures in.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { startCanned } from './canned.mjs';

const canned = process.argv[2] ? null : await startCanned();
const address = process.argv[2] ?? canned.address;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let failed = 0;

async function test(name, body, { only = 'both', ...context } = {}) {
  if (only === 'canned' && !canned) return;
  const page = await (await browser.newContext({ locale: 'en-US', colorScheme: 'light', ...context })).newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => message.type() === 'error' && !/status of 4/.test(message.text()) && problems.push(message.text()));
  page.on('request', request => new URL(request.url()).origin === new URL(address).origin || request.url().startsWith('data:') || problems.push(`loads ${request.url()}`));
  try {
    await page.goto(address);
    await page.waitForSelector('#examples button');
    await body(page);
    assert.deepEqual(problems, []);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${error.message}`);
  }
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name.replaceAll(/\W+/g, '-')}.png` });
  await page.context().close();
}

const ask = async (page, text) => {
  await page.fill('#input', text);
  await page.keyboard.press('Enter');
};
const finished = page => page.waitForSelector('li.assistant:last-child .meta', { timeout: 60000 });
const answer = page => page.locator('li.assistant').last().locator(':scope > .body');

await test('an answer is streamed and complete', async page => {
  const lengths = [];
  await page.exposeFunction('note', length => lengths.push(length));
  await page.evaluate(() => new MutationObserver(() => window.note(document.querySelector('li.assistant > .body')?.textContent.length ?? 0))
    .observe(document.getElementById('log'), { childList: true, subtree: true }));
  await ask(page, 'Please tell me five scenic spots in Shanghai');
  await finished(page);
  assert.match(await answer(page).textContent(), /Bund|Shanghai/);

  // A small model is done before the page has drawn much.
  assert.ok(new Set(lengths).size > (canned ? 3 : 1), `the text grew ${new Set(lengths).size} times`);
  assert.match(await page.textContent('.meta'), /\d+ tokens/);
  assert.equal(await page.textContent('#status'), 'The answer is complete.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'input');
});

await test('thinking is folded and opens', async page => {
  await page.check('#thinkSwitch');
  await ask(page, 'Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?');
  await finished(page);
  const thoughts = page.locator('details.thinking .body');
  assert.equal(await thoughts.isVisible(), false);
  await page.click('details.thinking summary');
  assert.equal(await thoughts.isVisible(), true);
  assert.match(await thoughts.textContent(), /37|58/);
});

await test('stop ends the answer and the page goes on', async page => {
  await ask(page, 'long');
  await page.waitForFunction(() => document.querySelector('li.assistant > .body')?.textContent.length > 50);
  await page.click('#stop');
  await finished(page);
  assert.match(await page.textContent('.meta'), /Stopped/);
  const length = (await answer(page).textContent()).length;
  assert.ok(length < 5000, `${length} characters came`);
  await canned.gone;
  await ask(page, 'Who are you?');
  await finished(page);
}, { only: 'canned' });

await test('markup of the model stays text', async page => {
  await ask(page, 'xss');
  await finished(page);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await answer(page).locator('img, script, b, a[href^="javascript"]').count(), 0);
  assert.match(await answer(page).textContent(), /<img src=x onerror=.*<script>.*<\/script>/);
  assert.equal(await answer(page).locator('strong').textContent(), '<b>bold</b>');
}, { only: 'canned' });

await test('markup of the user stays text', async page => {
  await ask(page, '<img src=x onerror="window.pwned=1">');
  await finished(page);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator('li.user img').count(), 0);
});

await test('markdown becomes lists, tables and code', async page => {
  await ask(page, 'markdown');
  await finished(page);
  assert.equal(await answer(page).locator('ol > li').count(), 2);
  assert.equal(await answer(page).locator('ol ul > li').count(), 1);
  assert.equal(await answer(page).locator('td').count(), 2);
  assert.equal(await answer(page).locator('pre code').textContent(), 'if (a < b) { }');
}, { only: 'canned' });

await test('a tool call is shown and its result goes back', async page => {
  await page.click('#openSettings');
  await page.fill('#tools', '[{"name": "get_weather", "description": "Get the weather.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]');
  await page.click('.actions button');
  await ask(page, 'Get the weather for city Brevaal.');
  await page.waitForSelector('.call', { timeout: 60000 });
  assert.equal(await page.textContent('.call h3'), 'get_weather');
  assert.match(await page.textContent('.call code'), /"city": "/);
  await page.fill('.call input', 'sunny');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('li.assistant').length === 2);
  await finished(page);
  assert.ok((await answer(page).textContent()).length > 0);
});

await test('a JSON answer is laid out', async page => {
  await page.click('#openSettings');
  await page.selectOption('#format', 'json_object');
  await page.click('.actions button');
  await ask(page, 'Return JSON for: name Quinn, age 41.');
  await finished(page);
  assert.match(await answer(page).locator('pre code').textContent(), /^\{\n {2}"/);
});

await test('an error is said in the server\'s words', async page => {
  await ask(page, 'fail');
  await page.waitForSelector('.error');
  assert.equal(await page.textContent('.error'), 'The queue is full.');
}, { only: 'canned' });

await test('the page speaks Chinese', async page => {
  assert.equal(await page.textContent('#send'), '发送');
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  await page.click('#language');
  assert.equal(await page.textContent('#send'), 'Send');
}, { locale: 'zh-CN' });

await test('dark follows the system and the switch is remembered', async page => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await paper(), 'rgb(25, 24, 22)');
  await page.click('#theme');
  assert.equal(await paper(), 'rgb(251, 249, 244)');
  await page.reload();
  assert.equal(await paper(), 'rgb(251, 249, 244)');
}, { colorScheme: 'dark' });

await test('every control has a name and a place in the tab order', async page => {
  const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, textarea, select')]
    .filter(node => !(node.ariaLabel || node.textContent.trim() || node.labels?.length)).map(node => node.id));
  assert.deepEqual(nameless, []);
  await page.focus('.skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'input');
});

await test('settings travel and the key stays out of the storage that lasts', async page => {
  await page.click('#openSettings');
  await page.fill('#temperature', '0');
  await page.fill('#top_p', '0.9');
  await page.fill('#system', 'Be brief.');
  await page.fill('#apiKey', 'secret');
  await page.click('.actions button');
  const sent = page.waitForRequest(request => request.url().endsWith('/chat/completions'));
  await ask(page, 'Who are you?');
  const request = await sent;
  const body = request.postDataJSON();
  assert.deepEqual([body.temperature, body.top_p, body.top_k, body.messages[0].content], [0, 0.9, undefined, 'Be brief.']);
  assert.equal(request.headers().authorization, 'Bearer secret');
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('secret'));
}, { only: 'canned' });

await browser.close();
canned?.close();
console.log(failed ? `${failed} failed` : 'all passed');
process.exit(failed ? 1 : 0);
