using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tests.Support.Scripting;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Chat;

/// <summary>A step that fails after the first pieces of an answer were sent.</summary>
public sealed class FailingStreamTests
{
    [Fact]
    public async Task Stream_StepFails_EndsWithAnErrorAndIsLogged()
    {
        var script = new ScriptedModel(WireScript.Replies)
        {
            Around = backend => new SpyBackend(backend)
            {
                BeforeDecode = steps =>
                {
                    if (steps == 3)
                    {
                        throw new InternLM3Exception("The step failed.");
                    }
                },
            },
        };
        await using var client = new InternLM3ChatClient(ScriptedModel.Folder, script.Options with { MaxDraftTokens = 0 });
        await client.GetModelAsync(TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync(client);

        using var response = await server.PostAsync("/v1/chat/completions", """{"model":"m","messages":"Hello","temperature":0,"stream":true}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("\"content\"", text, StringComparison.Ordinal);
        Assert.Contains("The step failed.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains(server.Log.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("failed in the middle of an answer", StringComparison.Ordinal));
    }
}
