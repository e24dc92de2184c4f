using System.Text.Json;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.Mathematics.Tests;

public sealed class DeepThinkingPluginTests(TinyModel tiny)
{
    private const string Problem = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";

    private readonly DeepThinkingPlugin _plugin = new(tiny.Client, new ChatOptions { Temperature = 0 });

    [Theory]
    [InlineData("low")]
    [InlineData("Medium")]
    [InlineData("high")]
    [InlineData("extra_high")]
    public async Task Solve_EveryEffort_GivesAnswerWorkingAndTokens(string effort)
    {
        var result = (await _plugin.SolveAsync(Problem, effort, TestContext.Current.CancellationToken)).EnsureSuccess();

        Assert.True(int.TryParse(result.Answer, out _), result.Answer);
        Assert.Contains($"\\boxed{{{result.Answer}}}", result.Working, StringComparison.Ordinal);
        Assert.InRange(result.TokensUsed, 20, result.Working!.Length);
    }

    [Fact]
    public async Task Solve_NoBox_AnswersWithTheText() =>
        Assert.Equal("你好!有什么可以帮你的吗?", (await _plugin.SolveAsync("你好", cancellationToken: TestContext.Current.CancellationToken)).Answer);

    [Theory]
    [InlineData("", "high", "problem: ")]
    [InlineData(" \n", "high", "problem: ")]
    [InlineData(Problem, "maximal", "effort: \"maximal\" is not known; use one of low, medium, high, extra_high.")]
    public async Task Solve_WrongArgument_IsAnErrorOfTheResult(string problem, string effort, string error)
    {
        var result = await _plugin.SolveAsync(problem, effort, TestContext.Current.CancellationToken);

        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
        Assert.Null(result.Answer);
        Assert.Equal(result.Error, Assert.Throws<InternLM3Exception>(result.EnsureSuccess).Message);
    }

    [Fact]
    public async Task Solve_CutOff_SaysSoAndKeepsTheWorking()
    {
        var plugin = new DeepThinkingPlugin(tiny.Client, new ChatOptions { Temperature = 0, MaxOutputTokens = 10 });

        var result = await plugin.SolveAsync(Problem, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(10, result.TokensUsed);
        Assert.Contains("cut off after 10 tokens", result.Error, StringComparison.Ordinal);
        Assert.NotEmpty(result.Working!);
        Assert.Null(result.Answer);
    }

    [Fact]
    public async Task Solve_ProblemPastTheContext_IsAnErrorOfTheResult()
    {
        var result = await _plugin.SolveAsync(string.Concat(Enumerable.Repeat("one two three ", 4000)), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("tokens", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_Cancelled_Throws() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _plugin.SolveAsync(Problem, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Constructor_AnotherModelsClient_IsRefusedByName()
    {
        using var other = new OtherClient();

        Assert.Equal("client", Assert.Throws<UnsupportedOptionException>(() => new DeepThinkingPlugin(other)).Option);
    }

    [Fact]
    public async Task KernelFunction_And_AITool_GiveTheSameAnswer()
    {
        var wrapped = tiny.Client.AsBuilder().UseFunctionInvocation().Build();
        var plugin = new DeepThinkingPlugin(wrapped, new ChatOptions { Temperature = 0 });
        var kernel = new Kernel();
        kernel.Plugins.AddFromObject(plugin, "thinking");

        var fromKernel = await kernel.InvokeAsync<DeepThinkingResult>("thinking", "solve", new KernelArguments { ["problem"] = Problem }, TestContext.Current.CancellationToken);
        var function = (AIFunction)Assert.Single(plugin.AsAITools());
        var fromTool = (JsonElement)(await function.InvokeAsync(new AIFunctionArguments { ["problem"] = Problem, ["effort"] = "high" }, TestContext.Current.CancellationToken))!;

        Assert.Equal("solve", function.Name);
        Assert.Equal(["problem", "effort"], function.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal(fromKernel!.Answer, fromTool.GetProperty("answer").GetString());
        Assert.Equal(fromKernel.TokensUsed, fromTool.GetProperty("tokens_used").GetInt64());
        Assert.False(fromTool.TryGetProperty("error", out _));
    }

    private sealed class OtherClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
