using System.Diagnostics;
using System.Net;
using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tests.Support.Scripting;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Security;

/// <summary>Bodies that are nearly right: always an answer or an error of the client's, never of the server's.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public Task Bodies_Fuzzed_AreNeverTheServersFault() => RunAsync(1_500);

    [Fact]
    [Trait("Tier", "Long")]
    public Task Bodies_FuzzedAHundredThousand_AreNeverTheServersFault() => RunAsync(100_000);

    private async Task RunAsync(int count)
    {
        // A short context bounds what a body can ask for: an edit that takes max_tokens away asks for all there is.
        await using var client = new InternLM3ChatClient(ScriptedModel.Folder, new ScriptedModel(WireScript.Replies).Options with { ContextLength = 128 });
        await client.GetModelAsync();
        await using var server = await TestServer.StartAsync(client, new InternLM3OpenAIOptions { MaxChoices = 2 }, inProcess: true, LogLevel.Warning);
        var statuses = new int[600];
        var slowest = (Time: TimeSpan.Zero, Body: 0);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            var (path, body) = FuzzedBodies.Create(new Random(i));
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            var start = watch.Elapsed;
            using var response = await server.Http.PostAsync(path, content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var time = watch.Elapsed - start;
            lock (statuses)
            {
                statuses[(int)response.StatusCode]++;
                slowest = time > slowest.Time ? (time, i) : slowest;
            }

            Assert.True(
                response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
                $"Body {i} to {path} got {response.StatusCode}: {text} {server.Log.Entries.LastOrDefault(entry => entry.Level == LogLevel.Error).Text}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.NotEmpty(TestServer.Parse(text).GetProperty("error").GetProperty("message").GetString()!);
            }
        });
        output.WriteLine(FormattableString.Invariant(
            $"{statuses[200]} answered, {statuses[400]} refused in {watch.Elapsed.TotalSeconds:0} s; the slowest, body {slowest.Body}, took {slowest.Time.TotalMilliseconds:0} ms"));

        // Both kinds were there, and the server is well.
        Assert.True(statuses[200] > count / 10 && statuses[400] > count / 4, $"{statuses[200]} answered, {statuses[400]} refused");
        await server.ChatAsync(ScriptedServer.Hello);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }
}
