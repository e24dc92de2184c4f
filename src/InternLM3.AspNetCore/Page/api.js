// The server's OpenAI-compatible API, by paths relative to the page.
const headers = key => ({ 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) });

async function messageOf(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    return body.error?.message ?? body.message ?? text;
  } catch {
    return text || `${response.status} ${response.statusText}`;
  }
}

export async function firstModel(key) {
  const response = await fetch('v1/models', { headers: headers(key) });
  return response.ok ? (await response.json()).data?.[0]?.id ?? '' : '';
}

// Yields the chunks of a streamed answer; throws an Error with the server's own words.
export async function* stream(request, key, signal) {
  const response = await fetch('v1/chat/completions', { method: 'POST', headers: headers(key), body: JSON.stringify(request), signal });
  if (!response.ok) throw new Error(await messageOf(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('data:')) continue;
      const data = line.slice(5).trim();
      if (data === '[DONE]') return;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new Error(chunk.error.message ?? String(chunk.error));
      yield chunk;
    }
  }
}
