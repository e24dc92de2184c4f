// Semantic Kernel over InternLM3, in process: a kernel, a chat history, a streamed answer.
//   dotnet run --project samples/01-HelloChat -- --prompt "Please tell me five scenic spots in Shanghai"
//   dotnet run --project samples/01-HelloChat -- --model <folder>      a conversation with your own model
using System.Text;
using InternLM3;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

if (SampleArguments.Read(args, "HelloChat [--model <folder>] [--prompt <text>]") is not { } arguments)
{
    return 2;
}

var prompt = arguments.Find("--prompt");
try
{
    var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(arguments.Model).Build();
    var chat = kernel.GetRequiredService<IChatCompletionService>();
    var history = new ChatHistory();
    if (prompt is not null)
    {
        await AnswerAsync(chat, history, prompt);
        return 0;
    }

    Console.Error.WriteLine("One line a turn; an empty line ends.");
    while (Console.ReadLine() is { Length: > 0 } line)
    {
        await AnswerAsync(chat, history, line);
    }

    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// The model remembers nothing by itself: the history goes along with every question, and the answer joins it.
static async Task AnswerAsync(IChatCompletionService chat, ChatHistory history, string question)
{
    history.AddUserMessage(question);
    var answer = new StringBuilder();
    await foreach (var piece in chat.GetStreamingChatMessageContentsAsync(history))
    {
        Console.Write(piece.Content);
        answer.Append(piece.Content);
    }

    Console.WriteLine();
    history.AddAssistantMessage(answer.ToString());
}
