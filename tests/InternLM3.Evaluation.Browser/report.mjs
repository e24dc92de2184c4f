// An evaluation report in a real Chromium. Usage: node report.mjs <report.html of a run with failures and subjects>
// CHROMIUM names the browser (default /usr/bin/chromium); SCREENSHOTS, a folder to keep pictures in.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const address = pathToFileURL(resolve(process.argv[2])).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let failed = 0;

async function test(name, body, context = {}) {
  const page = await (await browser.newContext({ locale: 'en-US', colorScheme: 'light', viewport: { width: 1100, height: 900 }, ...context })).newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => problems.push(message.text()));
  page.on('request', request => request.url() === address || problems.push(`loads ${request.url()}`));
  try {
    await page.goto(address);
    await body(page);
    assert.deepEqual(problems, []);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${error.message}`);
  }
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name.replaceAll(/\W+/g, '-')}.png`, fullPage: name.endsWith('whole') });
  await page.context().close();
}

const luminance = async (page, property) => page.evaluate(property => {
  const [r, g, b] = getComputedStyle(document.body)[property].match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}, property);
const overflows = page => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

await test('light, whole', async page => {
  assert.ok(await luminance(page, 'backgroundColor') > 0.9);
  assert.ok(await luminance(page, 'color') < 0.3);
  assert.match(await page.textContent('.figure.run b'), /^\d+\.\d$/);
  assert.equal(await overflows(page), false);
});

await test('dark, whole', async page => {
  assert.ok(await luminance(page, 'backgroundColor') < 0.2);
  assert.ok(await luminance(page, 'color') > 0.7);
  assert.equal(await overflows(page), false);
}, { colorScheme: 'dark' });

await test('bars have the lengths of their scores', async page => {
  const bars = await page.locator('svg[aria-label="Scores of the subjects"] rect.bar').evaluateAll(bars => bars.map(bar =>
    [parseFloat(bar.querySelector('title').textContent.match(/: ([\d.]+) \(/)[1]), bar.getBoundingClientRect().width]));
  assert.ok(bars.length > 1);
  const [score, width] = bars.reduce((most, bar) => bar[0] > most[0] ? bar : most);
  for (const [one, wide] of bars) assert.ok(Math.abs(wide - width * one / score) < 2, `${one}: ${wide} beside ${score}: ${width}`);
});

await test('histograms count every answer', async page => {
  const answers = Number((await page.locator('tr', { hasText: /^answers/ }).locator('td').last().textContent()).replaceAll(',', ''));
  for (const chart of await page.locator('.charts svg').all()) {
    const counts = await chart.locator('rect title').evaluateAll(titles => titles.map(title => Number(title.textContent.match(/: (\d+)$/)[1])));
    assert.equal(counts.reduce((sum, count) => sum + count, 0), answers);
  }
});

await test('failures open, filter by subject and by words', async page => {
  const shown = () => page.locator('#failures details:visible').count();
  const all = await shown();
  assert.ok(all > 1);
  await page.locator('#failures details').first().locator('summary').click();
  assert.ok(await page.locator('#failures details').first().locator('dd').first().isVisible());
  const subject = await page.locator('#subject option').nth(1).textContent();
  await page.selectOption('#subject', subject);
  const some = await shown();
  assert.ok(some > 0 && some < all);
  assert.equal(await page.textContent('#count'), `${some} shown`);
  await page.fill('#search', 'no answer holds this');
  assert.equal(await shown(), 0);
});

await test('a narrow screen does not scroll sideways', async page => assert.equal(await overflows(page), false), { viewport: { width: 375, height: 800 } });

await browser.close();
console.log(failed ? `${failed} failed` : 'all passed');
process.exit(failed ? 1 : 0);
