using InternLM3.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.Conformance;

/// <summary>
/// Semantic Kernel's function choice over any chat client: automatic, none and required, the kernel's own invocation and the
/// caller's. A client joins by a subclass that overrides <see cref="CreateChatClient"/>.
/// </summary>
public abstract class KernelConformance : IDisposable
{
    private const string Question = "Get the weather for city Brevaal.";

    private readonly List<string> _cities = [];
    private readonly Kernel _kernel = new();
    private IChatClient? _client;
    private int _times;

    protected KernelConformance()
    {
        _kernel.Plugins.AddFromFunctions("Shaim", [KernelFunctionFactory.CreateFromMethod(GetWeather, "GetWeather", "Get the weather.")]);
        _kernel.Plugins.AddFromFunctions("Klovai", [KernelFunctionFactory.CreateFromMethod((string city) => $"{++_times}", "GetTime", "Get the time.")]);
    }

    private IChatClient Client => _client ??= CreateChatClient();

    private KernelFunction Time => _kernel.Plugins.GetFunction("Klovai", "GetTime");

    public void Dispose() => _client?.Dispose();

    /// <summary>Creates the client under test, without middleware.</summary>
    protected abstract IChatClient CreateChatClient();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Auto_AFunctionThatFits_IsInvokedAndItsResultUsed(bool streaming)
    {
        var answer = await AskAsync(streaming, FunctionChoiceBehavior.Auto());

        Assert.Equal(["Brevaal"], _cities);
        Assert.Contains("shaim 42", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Auto_ParallelAndConcurrentOrNot_InvokesTheFunctionOnce(bool? parallel, bool concurrent)
    {
        var answer = await AskAsync(
            streaming: false, FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = parallel, AllowConcurrentInvocation = concurrent }));

        Assert.Equal(["Brevaal"], _cities);
        Assert.Contains("shaim 42", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_NotInvoked_HandsTheCallOver()
    {
        var result = await Service().GetChatMessageContentAsync(History(), Settings(FunctionChoiceBehavior.Auto(autoInvoke: false)), _kernel);

        Assert.Empty(_cities);
        Assert.Equal("tool_calls", result.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
        var call = Assert.Single(((ChatResponse)result.InnerContent!).Messages.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>());
        Assert.Equal("Brevaal", call.Arguments!["city"]!.ToString());
    }

    [Fact]
    public async Task Auto_SomeFunctionsOnly_OffersThose()
    {
        await AskAsync(streaming: false, FunctionChoiceBehavior.Auto([Time]));

        Assert.Empty(_cities);
    }

    [Fact]
    public async Task Auto_NoKernel_OffersNothing()
    {
        var result = await Service().GetChatMessageContentAsync(History(), new InternLM3PromptExecutionSettings { Temperature = 0 });

        Assert.Empty(_cities);
        Assert.NotEmpty(result.Content!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task None_AFunctionThatFits_IsNotCalled(bool streaming)
    {
        await AskAsync(streaming, FunctionChoiceBehavior.None());

        Assert.Equal((0, 0), (_cities.Count, _times));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Required_OneFunction_IsInvokedWhateverWasAsked(bool streaming)
    {
        await AskAsync(streaming, FunctionChoiceBehavior.Required([Time]), "Hello");

        Assert.Equal((0, 1), (_cities.Count, _times));
    }

    [Fact]
    public async Task Required_AnyFunction_IsInvokedOnce()
    {
        await AskAsync(streaming: false, FunctionChoiceBehavior.Required(), "Hello");

        Assert.Equal(1, _cities.Count + _times);
    }

    [Fact]
    public async Task Required_NotInvoked_HandsTheCallOver()
    {
        var result = await Service().GetChatMessageContentAsync(History("Hello"), Settings(FunctionChoiceBehavior.Required([Time], autoInvoke: false)), _kernel);

        Assert.Equal(0, _times);
        Assert.Equal("tool_calls", result.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
    }

    [Fact]
    public async Task Filter_ThatTerminates_EndsTheTurnAtTheResult()
    {
        var filter = new TerminatingFilter();
        _kernel.AutoFunctionInvocationFilters.Add(filter);

        await AskAsync(streaming: false, FunctionChoiceBehavior.Auto());

        Assert.Equal(["GetWeather"], filter.Seen);
        Assert.Equal(["Brevaal"], _cities);
    }

    [Fact]
    public async Task Prompt_WithAChoiceInItsTemplate_InvokesTheFunction()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.Add(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<IChatCompletionService>(Service()));
        var kernel = builder.Build();
        kernel.Plugins.AddRange(_kernel.Plugins);
        var function = KernelFunctionFactory.CreateFromPrompt(new PromptTemplateConfig(Question)
        {
            ExecutionSettings = new() { [PromptExecutionSettings.DefaultServiceId] = Settings(FunctionChoiceBehavior.Auto()) },
        });

        var result = await kernel.InvokeAsync<string>(function);

        Assert.Equal(["Brevaal"], _cities);
        Assert.Contains("shaim 42", result, StringComparison.Ordinal);
    }

    private static ChatHistory History(string question = Question)
    {
        var history = new ChatHistory();
        history.AddUserMessage(question);
        return history;
    }

    private static InternLM3PromptExecutionSettings Settings(FunctionChoiceBehavior behavior) => new() { Temperature = 0, FunctionChoiceBehavior = behavior };

    private string GetWeather(string city)
    {
        _cities.Add(city);
        return "shaim 42";
    }

    private InternLM3ChatCompletionService Service() => new(Client.AsBuilder().UseKernelFunctionInvocation().Build());

    private async Task<string> AskAsync(bool streaming, FunctionChoiceBehavior behavior, string question = Question)
    {
        if (!streaming)
        {
            return (await Service().GetChatMessageContentAsync(History(question), Settings(behavior), _kernel)).Content ?? "";
        }

        var text = "";
        await foreach (var piece in Service().GetStreamingChatMessageContentsAsync(History(question), Settings(behavior), _kernel))
        {
            text += piece.Content;
        }

        return text;
    }

    private sealed class TerminatingFilter : IAutoFunctionInvocationFilter
    {
        public List<string> Seen { get; } = [];

        public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Seen.Add(context.Function.Name);
            await next(context);
            context.Terminate = true;
        }
    }
}
