using System.Net;
using System.Text;
using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.AspNetCore.Tests.Security;

/// <summary>Bodies that are nearly right: always an answer or an error of the client's, never of the server's.</summary>
public sealed class FuzzTests(TinyServer tiny)
{
    private static readonly string[] s_seeds =
    [
        """{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"}]}],"temperature":0.5,"top_p":0.9,"top_k":5,"n":1,"stream":false,"stop":["a","b"],"max_tokens":2,"logit_bias":{"5":1.5},"seed":3,"logprobs":true,"top_logprobs":2}""",
        """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"integer","maximum":9,"minimum":0}},"required":["a"]}}}],"tool_choice":"auto","max_tokens":2}""",
        """{"messages":"hi","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"enum":[1,null,"x"]},"b":{"type":"array","items":{"$ref":"#/$defs/d"},"maxItems":2}},"$defs":{"d":{"type":"string","pattern":"^[a-z]{1,3}$"}}}}},"max_tokens":2}""",
        """{"messages":"hi","response_format":{"type":"regex_schema","regex_schema":"(a|b)[c-f]{2,4}(?:x|y)*\\d+"},"max_tokens":2,"stream":true,"stream_options":{"include_usage":true}}""",
        """{"messages":"hi","reasoning_effort":"low","chat_template_kwargs":{"enable_thinking":true},"max_tokens":2}""",
        """{"prompt":["a",[1,2,3]],"max_tokens":2,"echo":true,"logprobs":2,"n":1,"min_new_tokens":1,"ignore_eos":true,"stop":"q"}""",
        """{"prompt":"hello","tokens":[1,2,300],"add_special_tokens":true,"return_token_strs":true,"max_tokens":2}""",
    ];

    private static readonly string[] s_paths = ["/v1/chat/completions", "/v1/completions", "/tokenize", "/detokenize", "/v1/embeddings"];

    private static readonly string[] s_pieces =
    [
        "null", "true", "-1", "0", "1e999", "-1e999", "1e-999", "99999999999999999999", "2147483648", "0.1", "\"\"", "[]", "{}", "[[]]", "{\"type\":", "\"\\ud800\"", "\"\\u0000\"",
        "\"<|im_end|>\"", "\"$ref\":\"#\"", "\"n\":", "\"stream\":true", ",", ":", "\"", "[", "]", "{", "}", "\\", "\u00ff", "你", "(((", "{1,99999}", "[^\\\\s\\\\S]", "\"oneOf\":[", "/*", "\r\n", "\t",
    ];

    [Fact]
    public Task Bodies_Fuzzed_AreNeverTheServersFault() => RunAsync(1_500);

    [Fact]
    [Trait("Tier", "Long")]
    public Task Bodies_FuzzedAHundredThousand_AreNeverTheServersFault() => RunAsync(100_000);

    private async Task RunAsync(int count)
    {
        // A short context bounds what a body can ask for.
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { ContextLength = 128 });
        await client.GetModelAsync();
        await using var server = await TestServer.StartAsync(client, new InternLM3OpenAIOptions { MaxChoices = 2 });
        var statuses = new int[600];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            var random = new Random(i);
            var path = s_paths[random.Next(8) is var p && p < s_paths.Length ? p : 0];
            using var content = new ByteArrayContent(Mutate(random));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var response = await server.Http.PostAsync(path, content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            Interlocked.Increment(ref statuses[(int)response.StatusCode]);
            Assert.True(
                response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.TooManyRequests,
                $"Body {i} to {path} got {response.StatusCode}: {text} {server.Log.Entries.LastOrDefault(entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error).Text}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.NotEmpty(TestServer.Parse(text).GetProperty("error").GetProperty("message").GetString()!);
            }
        });

        // Both kinds were there, and the server is well.
        Assert.True(statuses[200] > count / 100 && statuses[400] > count / 4, $"{statuses[200]} answered, {statuses[400]} refused");
        await server.ChatAsync(TinyServer.Hello);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private static byte[] Mutate(Random random)
    {
        var body = new StringBuilder(s_seeds[random.Next(s_seeds.Length)]);
        for (var edits = random.Next(4); edits > 0; edits--)
        {
            var at = random.Next(body.Length);
            switch (random.Next(4))
            {
                case 0:
                    body.Remove(at, Math.Min(body.Length - at - 1, random.Next(1, 12)));
                    break;
                case 1:
                    body.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    ReplaceValue(body, random);
                    break;
                default:
                    body[at] = (char)random.Next(32, 127);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToString());
        if (random.Next(8) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>Puts another value behind a name: the JSON stays whole and asks for something odd.</summary>
    private static void ReplaceValue(StringBuilder body, Random random)
    {
        var text = body.ToString();
        var start = text.IndexOf(':', random.Next(text.Length)) + 1;
        var end = start;
        for (var depth = 0; end < text.Length && (depth > 0 || text[end] is not (',' or '}' or ']')); end++)
        {
            depth += text[end] is '{' or '[' ? 1 : text[end] is '}' or ']' ? -1 : 0;
        }

        body.Remove(start, end - start).Insert(start, s_pieces[random.Next(14)]);
    }
}
