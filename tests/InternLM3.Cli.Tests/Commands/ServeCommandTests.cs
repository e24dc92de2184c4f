using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Theory]
    [InlineData("--server-port", "70000")]
    [InlineData("--server-port", "x")]
    [InlineData("--log-level", "LOUD")]
    [InlineData("--tool-call-parser", "qwen")]
    [InlineData("--max-batch-size", "0")]
    [InlineData("--session-len", "-1")]
    [InlineData("--max-concurrent-requests", "0")]
    [InlineData("--api-keys", "")]
    [InlineData("--model", "")]
    [InlineData("--server-name", "some.host")]
    [InlineData("--config", "no-such-file.json")]
    [InlineData("--allow-origins", "chat.example.com")]
    [InlineData("--allow-origins", "https://chat.example.com/page")]
    [InlineData("--allow-origins", "https://chat.example.com/")]
    public async Task Options_Wrong_AreRefused(params string[] arguments) =>
        Assert.NotEmpty(await CommandRun.RefusalAsync(ExitCode.Usage, ["serve", .. arguments]));

    [Fact]
    public async Task ServerName_AddressOfAnotherMachine_EndsWithOneSentence() =>
        Assert.StartsWith("The server cannot listen: ", await CommandRun.RefusalAsync(ExitCode.Failure, "serve", "--server-name", "203.0.113.5", "--server-port", "0"), StringComparison.Ordinal);

    [Fact]
    public async Task Model_NoFolder_EndsWithOneSentence()
    {
        var result = await ChildProcess.RunAsync("InternLM3.Cli", _cache.Path, ["serve", "--server-port", "0", "--model", Path.Combine(_cache.Path, "no-such-model")]);

        Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
        Assert.Contains("no-such-model", Assert.Single(result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_EveryOption_AnswersAndStops()
    {
        await using var server = await ServerProcess.StartAsync(
            "InternLM3.Cli",
            _cache.Path,
            ["serve", "--server-port", "0", "--model-name", "intern", "--api-keys", "one", "two", "--max-batch-size", "2", "--session-len", "512", "--max-concurrent-requests", "4", "--tool-call-parser", "internlm", "--log-level", "ERROR", "--allow-origins", "http://example.org", "--strict-model-name"],
            ("INTERNLM3_API_KEYS", "three, four"));
        using var http = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/models")).StatusCode);
        http.DefaultRequestHeaders.Add("Authorization", "Bearer four");
        using var response = await http.PostAsJsonAsync("/v1/chat/completions", new { model = "intern", messages = "你好", temperature = 0 });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("你好!有什么可以帮你的吗?", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("intern", answer.GetProperty("model").GetString());
        Assert.Equal(512, (await http.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("data")[0].GetProperty("max_model_len").GetInt32());
        using var other = await http.PostAsJsonAsync("/v1/chat/completions", new { model = "gpt", messages = "x" });
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);

        // Another site's name that points here is refused; a page of an allowed origin is let in.
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(rebound)).StatusCode);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions")
        {
            Headers = { { "Origin", "http://example.org" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type,authorization" } },
        };
        Assert.Equal("http://example.org", Assert.Single((await http.SendAsync(preflight)).Headers.GetValues("Access-Control-Allow-Origin")));
        if (OperatingSystem.IsLinux())
        {
            var (exitCode, error) = await server.StopAsync();
            Assert.Equal(0, exitCode);
            Assert.DoesNotContain("Warning:", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Serve_AllAddressesWithoutKey_Warns()
    {
        await using var server = await ServerProcess.StartAsync("InternLM3.Cli", _cache.Path, ["serve", "--server-port", "0", "--server-name", "0.0.0.0"]);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("Warning: everybody who reaches", (await server.StopAsync()).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Tier", "Long")]
    public async Task Serve_ModelCardsCurl_IsAnsweredOnItsPort()
    {
        await using var server = await ServerProcess.StartAsync("InternLM3.Cli", _cache.Path, ["serve", "--model-name", "internlm3-8b-instruct", "--server-port", "23333"]);
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", """
            curl -s http://localhost:23333/v1/chat/completions \
                -H "Content-Type: application/json" \
                -d '{
                "model": "internlm3-8b-instruct",
                "messages": [
                {"role": "user", "content": "介绍一下深度学习。"}
                ]
                }'
            """]) { RedirectStandardOutput = true };
        using var curl = System.Diagnostics.Process.Start(start)!;
        using var answer = JsonDocument.Parse(await curl.StandardOutput.ReadToEndAsync());
        Assert.Contains("深度学习", answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _cache.Dispose();
}
