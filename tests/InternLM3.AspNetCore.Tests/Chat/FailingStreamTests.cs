using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Chat;

/// <summary>A step that fails after the first pieces of an answer were sent.</summary>
public sealed class FailingStreamTests : IModelBackendProvider
{
    public string Name => "A failing runtime";

    public string? WhyNot(ComputeDevice device) => device == ComputeDevice.Cpu ? null : "it is for the processor";

    public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings) =>
        new SpyBackend(new ScriptedBackend(folder, config, settings))
        {
            BeforeDecode = steps =>
            {
                if (steps == 3)
                {
                    throw new InternLM3Exception("The step failed.");
                }
            },
        };

    [Fact]
    public async Task Stream_StepFails_EndsWithAnErrorAndIsLogged()
    {
        var options = new InternLM3Options { Backend = this, Device = ComputeDevice.Cpu, ContextLength = 512, MaxDraftTokens = 0 };
        await using var model = await InternLM3Model.LoadAsync(InternLM3Tiny.CheckpointPath, options, cancellationToken: TestContext.Current.CancellationToken);
        using var client = new InternLM3ChatClient(model);
        await using var server = await TestServer.StartAsync(client);

        using var response = await server.PostAsync("/v1/chat/completions", """{"model":"m","messages":"Hello","temperature":0,"stream":true}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("\"content\"", text, StringComparison.Ordinal);
        Assert.Contains("The step failed.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains(server.Log.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("failed in the middle of an answer", StringComparison.Ordinal));
    }
}
