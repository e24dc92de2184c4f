using System.Net;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>Reads server-sent events one by one.</summary>
public static class StreamReading
{
    /// <summary>A chat that goes on for so many tokens, whatever the model would rather do.</summary>
    public static string LongChat(int tokens, string more = "") =>
        $$"""{"messages": [{"role": "user", "content": "你好"}], "ignore_eos": true, "max_tokens": {{tokens}}, "stream": true{{more}}}""";

    /// <summary>Posts a body and gives the response as soon as its head is there.</summary>
    public static async Task<HttpResponseMessage> OpenAsync(this TestServer server, string json, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        return await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The data of the events, until the stream ends.</summary>
    public static async IAsyncEnumerable<string> EventsAsync(this HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                Assert.StartsWith("data: ", line, StringComparison.Ordinal);
                yield return line["data: ".Length..];
            }
        }
    }

    /// <summary>The text of a streamed chat, and whether it ended whole.</summary>
    public static async Task<(string Text, bool IsWhole)> TextAsync(this HttpResponseMessage response)
    {
        var text = new System.Text.StringBuilder();
        var whole = false;
        await foreach (var data in response.EventsAsync())
        {
            whole = data == "[DONE]";
            if (!whole && TestServer.Parse(data) is var chunk && chunk.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
                && choices[0].GetProperty("delta").TryGetProperty("content", out var content))
            {
                text.Append(content.GetString());
            }
        }

        return (text.ToString(), whole);
    }
}
