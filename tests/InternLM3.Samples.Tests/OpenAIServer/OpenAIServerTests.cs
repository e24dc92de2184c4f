using System.Net.Http.Json;
using System.Text.Json;
using InternLM3.Tests.Support;

namespace InternLM3.Samples.Tests.OpenAIServer;

public sealed class OpenAIServerTests(TemporaryCache cache)
{
    [Fact]
    public async Task Default_Question_IsAnsweredBesideTheApplicationsOwnPage()
    {
        await using var server = await ServerProcess.StartAsync("OpenAIServer", cache.Path, ["--urls", "http://127.0.0.1:0"]);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.PostAsJsonAsync("/v1/chat/completions", new { messages = "你好", temperature = 0 });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("你好!有什么可以帮你的吗?", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("OpenAI's API is under /v1.", await http.GetStringAsync("/"));
    }
}
