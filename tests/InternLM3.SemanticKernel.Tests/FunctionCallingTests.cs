using System.ComponentModel;
using InternLM3.Tests.Support;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.SemanticKernel.Tests;

public sealed class FunctionCallingTests
{
    private const string Question = "What is (12 + 30) * 7?";

    private readonly Kernel _kernel;
    private readonly IChatCompletionService _service;
    private readonly List<string> _invoked = [];

    public FunctionCallingTests(TinyModel tiny)
    {
        var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(tiny.Client);
        builder.Plugins.AddFromFunctions("Math", [KernelFunctionFactory.CreateFromMethod(Evaluate, "Evaluate", "Evaluates a mathematical expression.")]);
        _kernel = builder.Build();
        _service = _kernel.GetRequiredService<IChatCompletionService>();
    }

    [Fact]
    public async Task GetChatMessageContents_Auto_InvokesAndAnswersFromTheResult()
    {
        var history = new ChatHistory().Asking(Question);

        var answer = Assert.Single(await _service.GetChatMessageContentsAsync(history, Settings(FunctionChoiceBehavior.Auto()), _kernel));

        Assert.Equal(["(12 + 30) * 7"], _invoked);
        Assert.Contains("294", answer.Content, StringComparison.Ordinal);
        Assert.Equal("stop", answer.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
        AssertCallAndResult(history);
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_Auto_InvokesAndAnswersFromTheResult()
    {
        var history = new ChatHistory().Asking(Question);

        var text = "";
        await foreach (var piece in _service.GetStreamingChatMessageContentsAsync(history, Settings(FunctionChoiceBehavior.Auto()), _kernel))
        {
            text += piece.Content;
        }

        Assert.Equal(["(12 + 30) * 7"], _invoked);
        Assert.Contains("294", text, StringComparison.Ordinal);
        AssertCallAndResult(history);
    }

    [Fact]
    public async Task GetChatMessageContents_Manual_HandsTheCallToTheCallerWhoseResultIsUsed()
    {
        var history = new ChatHistory().Asking(Question);
        var settings = Settings(FunctionChoiceBehavior.Auto(autoInvoke: false));

        var message = Assert.Single(await _service.GetChatMessageContentsAsync(history, settings, _kernel));

        Assert.Empty(_invoked);
        Assert.Equal("tool_calls", message.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
        var call = Assert.Single(FunctionCallContent.GetFunctionCalls(message));
        Assert.Equal(("Math", "Evaluate"), (call.PluginName, call.FunctionName));
        history.Add(message);
        history.Add((await call.InvokeAsync(_kernel)).ToChatMessage());
        Assert.Equal(["(12 + 30) * 7"], _invoked);

        var answer = Assert.Single(await _service.GetChatMessageContentsAsync(history, settings, _kernel));
        Assert.Contains("294", answer.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_Manual_StreamsTheCall()
    {
        var builder = new FunctionCallContentBuilder();

        await foreach (var piece in _service.GetStreamingChatMessageContentsAsync(
            new ChatHistory().Asking(Question), Settings(FunctionChoiceBehavior.Auto(autoInvoke: false)), _kernel))
        {
            builder.Append(piece);
        }

        var call = Assert.Single(builder.Build());
        Assert.Equal(("Math", "Evaluate", "(12 + 30) * 7"), (call.PluginName, call.FunctionName, call.Arguments!["expression"]?.ToString()));
        Assert.Empty(_invoked);
    }

    [Fact]
    public async Task GetChatMessageContents_Required_CallsWhateverTheQuestion()
    {
        var message = Assert.Single(await _service.GetChatMessageContentsAsync(
            new ChatHistory().Asking("你好"), Settings(FunctionChoiceBehavior.Required(autoInvoke: false)), _kernel));

        Assert.Equal("Evaluate", Assert.Single(FunctionCallContent.GetFunctionCalls(message)).FunctionName);
    }

    [Fact]
    public async Task GetChatMessageContents_None_CallsNothing()
    {
        var answer = Assert.Single(await _service.GetChatMessageContentsAsync(new ChatHistory().Asking(Question), Settings(FunctionChoiceBehavior.None()), _kernel));

        Assert.Empty(_invoked);
        Assert.Empty(FunctionCallContent.GetFunctionCalls(answer));
    }

    [Fact]
    public async Task GetChatMessageContents_Filter_SeesTheInvocation()
    {
        var filter = new CountingFilter();
        _kernel.AutoFunctionInvocationFilters.Add(filter);

        await _service.GetChatMessageContentsAsync(new ChatHistory().Asking(Question), Settings(FunctionChoiceBehavior.Auto()), _kernel);

        Assert.Equal(["Evaluate"], filter.Functions);
    }

    [Fact]
    public async Task InvokePrompt_TemplateWithAFunctionCall_IsRendered()
    {
        var filter = new RenderedPrompts();
        _kernel.PromptRenderFilters.Add(filter);
        var arguments = new KernelArguments(new InternLM3PromptExecutionSettings { Temperature = 0 }) { ["name"] = "Quinn" };

        var answer = await _kernel.InvokePromptAsync("Repeat: {{$name}} {{Math.Evaluate '1 + 1'}}", arguments);

        Assert.Equal(["1 + 1"], _invoked);
        Assert.Equal(["Repeat: Quinn 294"], filter.Prompts);
        Assert.NotEmpty(answer.ToString());
    }

    private static InternLM3PromptExecutionSettings Settings(FunctionChoiceBehavior behavior) => new() { Temperature = 0, FunctionChoiceBehavior = behavior };

    private static void AssertCallAndResult(ChatHistory history)
    {
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));
        Assert.Equal("Evaluate", Assert.Single(history[1].Items.OfType<FunctionCallContent>()).FunctionName);
        Assert.Equal("294", Assert.Single(history[2].Items.OfType<FunctionResultContent>()).Result?.ToString());
    }

    private string Evaluate([Description("The expression.")] string expression)
    {
        _invoked.Add(expression);
        return "294";
    }

    private sealed class CountingFilter : IAutoFunctionInvocationFilter
    {
        public List<string> Functions { get; } = [];

        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Functions.Add(context.Function.Name);
            return next(context);
        }
    }

    private sealed class RenderedPrompts : IPromptRenderFilter
    {
        public List<string?> Prompts { get; } = [];

        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            Prompts.Add(context.RenderedPrompt);
        }
    }
}
