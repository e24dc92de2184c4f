using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using InternLM3.AspNetCore.Tests.Support;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;

namespace InternLM3.AspNetCore.Tests.Clients;

/// <summary>Semantic Kernel's own OpenAI connector against the server.</summary>
public sealed class SemanticKernelConnectorTests(ScriptedServer scripted)
{
    private static OpenAIPromptExecutionSettings Greedy => new() { Temperature = 0 };

    [Fact]
    public async Task GetChatMessageContent_Question_HasTextFinishReasonAndUsage()
    {
        var answer = await Chat(Kernel()).GetChatMessageContentAsync("Who are you?", Greedy);

        Assert.Contains("demo model", answer.Content, StringComparison.Ordinal);
        Assert.Equal("Stop", answer.Metadata!["FinishReason"]);
        var usage = Assert.IsType<ChatTokenUsage>(answer.Metadata["Usage"]);
        Assert.True(usage.InputTokenCount > 5 && usage.OutputTokenCount > 5);
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_Question_IsTheWholeAnswer()
    {
        var chat = Chat(Kernel());
        var history = new ChatHistory("You are a helpful assistant.");
        history.AddUserMessage("你好");
        var whole = await chat.GetChatMessageContentAsync(history, Greedy);

        var pieces = new List<StreamingChatMessageContent>();
        await foreach (var piece in chat.GetStreamingChatMessageContentsAsync(history, Greedy))
        {
            pieces.Add(piece);
        }

        Assert.True(pieces.Count > 3);
        Assert.Equal(whole.Content, string.Concat(pieces.Select(piece => piece.Content)));
        Assert.Contains(pieces, piece => piece.Metadata?.GetValueOrDefault("FinishReason") is "Stop");
        Assert.Contains(pieces, piece => piece.Metadata?.GetValueOrDefault("Usage") is ChatTokenUsage { OutputTokenCount: > 0 });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FunctionChoiceAuto_ArithmeticQuestion_CallsThePluginAndAnswers(bool streamed)
    {
        var calculator = new Calculator();
        var kernel = Kernel();
        kernel.Plugins.AddFromObject(calculator);
        var history = new ChatHistory();
        history.AddUserMessage("What is 12 + 30?");
        var settings = new OpenAIPromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        var text = "";
        if (streamed)
        {
            await foreach (var piece in Chat(kernel).GetStreamingChatMessageContentsAsync(history, settings, kernel))
            {
                text += piece.Content;
            }
        }
        else
        {
            text = (await Chat(kernel).GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }

        Assert.Equal("12 + 30", Assert.Single(calculator.Asked));
        Assert.Contains("294", text, StringComparison.Ordinal);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));
    }

    [Fact]
    public async Task FunctionChoiceRequired_AnyQuestion_GivesTheCallToTheCaller()
    {
        var kernel = Kernel();
        kernel.Plugins.AddFromObject(new Calculator());
        var settings = new OpenAIPromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Required(autoInvoke: false) };

        var answer = await Chat(kernel).GetChatMessageContentAsync("What is 12 + 30?", settings, kernel);

        var call = Assert.Single(FunctionCallContent.GetFunctionCalls(answer));
        Assert.Equal(("Calculator", "calculator"), (call.PluginName, call.FunctionName));
        Assert.True(call.Arguments!.ContainsKey("expression"));
    }

    [Fact]
    public async Task ResponseFormat_Type_IsFollowedByItsSchema()
    {
        var settings = new OpenAIPromptExecutionSettings { Temperature = 0, ResponseFormat = typeof(Person) };

        var answer = await Chat(Kernel()).GetChatMessageContentAsync("Return JSON for: name Quinn, age 41.", settings);

        Assert.Equal(new Person("Quinn", 41), JsonSerializer.Deserialize<Person>(answer.Content!, JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task InvokePrompt_Template_IsAnswered()
    {
        var answer = await Kernel().InvokePromptAsync("What is {{$a}} + 30?", new KernelArguments(Greedy) { ["a"] = "12" });

        Assert.Contains("42", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_ServerRefuses_AreAnHttpOperationExceptionWithItsWords()
    {
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => Chat(Kernel()).GetChatMessageContentAsync("Hello", new OpenAIPromptExecutionSettings { Temperature = 3 }));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains("temperature must be between 0 and 2", error.Message, StringComparison.Ordinal);
    }

    private Kernel Kernel() => Microsoft.SemanticKernel.Kernel.CreateBuilder()
        .AddOpenAIChatCompletion("internlm3-8b-instruct", new Uri(scripted.Server.Address, "v1"), "any").Build();

    private static IChatCompletionService Chat(Kernel kernel) => kernel.GetRequiredService<IChatCompletionService>();

    private sealed class Calculator
    {
        public List<string> Asked { get; } = [];

        [KernelFunction("calculator"), Description("Computes an arithmetic expression.")]
        public string Compute([Description("The expression.")] string expression)
        {
            Asked.Add(expression);

            // No sum of the question's numbers, so that an answer with it has read the result.
            return "294";
        }
    }

    private sealed record Person([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("age")] int Age);
}
