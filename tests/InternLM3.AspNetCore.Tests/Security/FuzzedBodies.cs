using System.Text;

namespace InternLM3.AspNetCore.Tests.Security;

/// <summary>Requests that are nearly right: a whole body with up to three edits, each of one kind of carelessness or malice. They ask for one token.</summary>
public static class FuzzedBodies
{
    private static readonly (string Path, string Body)[] s_seeds =
    [
        ("/v1/chat/completions", """{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"}]}],"temperature":0.5,"top_p":0.9,"top_k":5,"n":1,"stream":false,"stop":["a","b"],"max_tokens":1,"logit_bias":{"5":1.5},"seed":3,"logprobs":true,"top_logprobs":2}"""),
        ("/v1/chat/completions", """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"integer","maximum":9,"minimum":0}},"required":["a"]}}}],"tool_choice":"auto","max_tokens":1}"""),
        ("/v1/chat/completions", """{"messages":"hi","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"enum":[1,null,"x"]},"b":{"type":"array","items":{"$ref":"#/$defs/d"},"maxItems":2}},"$defs":{"d":{"type":"string","pattern":"^[a-z]{1,3}$"}}}}},"max_tokens":1}"""),
        ("/v1/chat/completions", """{"messages":"hi","response_format":{"type":"regex_schema","regex_schema":"(a|b)[c-f]{2,4}(?:x|y)*\\d+"},"max_tokens":1,"stream":true,"stream_options":{"include_usage":true}}"""),
        ("/v1/chat/completions", """{"messages":"hi","reasoning_effort":"low","chat_template_kwargs":{"enable_thinking":true},"max_tokens":1}"""),
        ("/v1/completions", """{"prompt":["a",[1,2,3]],"max_tokens":1,"echo":true,"logprobs":2,"n":1,"min_new_tokens":1,"ignore_eos":true,"stop":"q"}"""),
        ("/tokenize", """{"prompt":"hello","tokens":[1,2,300],"add_special_tokens":true,"return_token_strs":true}"""),
        ("/detokenize", """{"model":"m","tokens":[1,2,300]}"""),
    ];

    private static readonly string[] s_pieces =
    [
        "null", "true", "-1", "0", "1e999", "-1e999", "1e-999", "99999999999999999999", "2147483648", "0.1", "\"\"", "[]", "{}", "[[]]", "{\"type\":", "\"\\ud800\"", "\"\\u0000\"",
        "\"<|im_end|>\"", "\"$ref\":\"#\"", "\"n\":", "\"stream\":true", ",", ":", "\"", "[", "]", "{", "}", "\\", "\u00ff", "你", "(((", "{1,99999}", "[^\\\\s\\\\S]", "\"oneOf\":[", "/*", "\r\n", "\t",
    ];

    /// <summary>A request: mostly to the endpoint its body was written for.</summary>
    public static (string Path, byte[] Body) Create(Random random)
    {
        var (path, seed) = s_seeds[random.Next(s_seeds.Length)];
        path = random.Next(16) == 0 ? s_seeds[random.Next(s_seeds.Length)].Path : path;
        var body = new StringBuilder(seed);
        for (var edits = random.Next(4); edits > 0; edits--)
        {
            var at = random.Next(body.Length);
            switch (random.Next(6))
            {
                case 0:
                    body.Remove(at, Math.Min(body.Length - at - 1, random.Next(1, 12)));
                    break;
                case 1:
                    body.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    body[at] = (char)random.Next(32, 127);
                    break;
                default:
                    ReplaceValue(body, random);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(body.ToString());
        if (random.Next(16) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return (path, bytes);
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
