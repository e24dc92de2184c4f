using System.Diagnostics;
using InternLM3.AspNetCore.Tests.Support;

namespace InternLM3.AspNetCore.Tests.Clients;

/// <summary>OpenAI's own client for JavaScript against the server; <c>.ci/long</c> installs it and names its folder in INTERNLM3_OPENAI_NPM.</summary>
public sealed class NpmClientTests(ScriptedServer scripted)
{
    private const string Script = """
        import OpenAI from 'openai';
        const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'any' });
        const messages = [{ role: 'user', content: 'What is (12 + 30) * 7?' }];
        const tools = [{ type: 'function', function: { name: 'calculator', description: 'Computes an arithmetic expression.', parameters: { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'] } } }];
        const models = []; for await (const model of client.models.list()) models.push(model.id);
        const asks = await client.chat.completions.create({ model: 'm', messages, tools, temperature: 0 });
        const call = asks.choices[0].message.tool_calls[0];
        messages.push(asks.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '294' });
        const answer = await client.chat.completions.create({ model: 'm', messages, tools, temperature: 0 });
        let streamed = ''; let usage = null;
        for await (const chunk of await client.chat.completions.create({ model: 'm', messages, tools, temperature: 0, stream: true, stream_options: { include_usage: true } })) { streamed += chunk.choices[0]?.delta?.content ?? ''; usage = chunk.usage ?? usage; }
        const json = await client.chat.completions.create({ model: 'm', temperature: 0, messages: [{ role: 'user', content: 'Return JSON for: name Quinn, age 41.' }], response_format: { type: 'json_schema', json_schema: { name: 'person', strict: true, schema: { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name', 'age'], additionalProperties: false } } } });
        const completion = await client.completions.create({ model: 'm', prompt: 'The', max_tokens: 3, temperature: 0 });
        let status = 0; try { await client.chat.completions.create({ model: 'm', messages, temperature: 9 }); } catch (e) { status = e.status; }
        console.log([models.join(), call.function.name, JSON.parse(call.function.arguments).expression, asks.choices[0].finish_reason, answer.choices[0].message.content.includes('294'), streamed === answer.choices[0].message.content, usage.total_tokens > 0, JSON.parse(json.choices[0].message.content).age, completion.usage.completion_tokens, status].join('|'));
        """;

    [Fact]
    [Trait("Tier", "Long")]
    public async Task OpenAI_ChatToolsStreamSchemaCompletionError_AllWork()
    {
        var folder = Environment.GetEnvironmentVariable("INTERNLM3_OPENAI_NPM");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "INTERNLM3_OPENAI_NPM names no folder with the npm package openai.");
        var script = Path.Combine(folder!, "internlm3-client.mjs");
        await File.WriteAllTextAsync(script, Script);
        using var node = Process.Start(new ProcessStartInfo("node", [script, new Uri(scripted.Server.Address, "v1").ToString()])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        })!;
        var output = await node.StandardOutput.ReadToEndAsync();
        Assert.True(output.Length > 0, await node.StandardError.ReadToEndAsync());
        Assert.Equal("internlm3-tiny|calculator|(12 + 30) * 7|tool_calls|true|true|true|41|3|400", output.Trim());
    }
}
