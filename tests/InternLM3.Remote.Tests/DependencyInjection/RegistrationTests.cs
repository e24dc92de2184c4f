using InternLM3.Remote.Tests.Support;
using InternLM3.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.Remote.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Fact]
    public async Task AddInternLM3ChatCompletion_Kernel_AnswersWithFinishReasonAndUsage()
    {
        await using var server = await ImitationServer.StartAsync();
        server.Says("Hello.");
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(server.Endpoint, new InternLM3RemoteOptions { Server = RemoteServer.LMDeploy }).Build();

        var answer = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hi", new InternLM3PromptExecutionSettings { TopK = 5, ReasoningEffort = "low" });

        Assert.Equal("Hello.", answer.Content);
        Assert.Equal("stop", answer.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
        Assert.Equal(5, server.Body.GetProperty("top_k").GetInt32());
        Assert.StartsWith("system|You are an expert mathematician", server.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddInternLM3ChatCompletion_KernelFunctions_AreInvoked()
    {
        await using var server = await ImitationServer.StartAsync();
        server.Says("<|action_start|><|plugin|>\n{\"name\": \"clock_now\", \"parameters\": {}}<|action_end|>").Says("Noon.");
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(server.Endpoint, new InternLM3RemoteOptions { Server = RemoteServer.LMDeploy }).Build();
        kernel.Plugins.AddFromFunctions("clock", [kernel.CreateFunctionFromMethod(() => "12:00", "now")]);

        var answer = await kernel.InvokePromptAsync("What time is it?", new(new InternLM3PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal("Noon.", answer.ToString());
        Assert.Contains("environment name=<|plugin|>|12:00", server.Messages);
    }

    [Fact]
    public async Task AddInternLM3ChatClient_Services_GiveTheClientUnderItsKey()
    {
        await using var server = await ImitationServer.StartAsync();
        server.Says("Hello.");
        var services = new ServiceCollection();
        services.AddInternLM3ChatClient(server.Endpoint, new InternLM3RemoteOptions { Server = RemoteServer.Vllm }, serviceKey: "far");
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredKeyedService<IChatClient>("far");

        Assert.Equal("Hello.", (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal(server.Endpoint, client.GetService<ChatClientMetadata>()!.ProviderUri);
    }

    [Fact]
    public void AddInternLM3ChatClient_WrongOption_FailsAtRegistration() =>
        Assert.Throws<UnsupportedOptionException>(() => new ServiceCollection().AddInternLM3ChatClient(new Uri("http://127.0.0.1:1/v1"), new InternLM3RemoteOptions { MaxRetries = -1 }));
}
