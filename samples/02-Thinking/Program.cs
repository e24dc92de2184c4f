// Thinking mode: the model reasons first, and the client tells the reasoning from the answer.
//   dotnet run --project samples/02-Thinking
//   dotnet run --project samples/02-Thinking -- --model <folder> --prompt "How many primes are there below 50?"
using System.Text;
using InternLM3;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;

if (SampleArguments.Read(args, "Thinking [--model <folder>] [--prompt <text>]") is not { } arguments)
{
    return 2;
}

var prompt = arguments.Find("--prompt") ?? "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";
try
{
    using IChatClient client = new InternLM3ChatClient(arguments.Model);

    // The effort switches thinking on; Output = Full gives the reasoning as contents of its own.
    var options = new ChatOptions
    {
        Temperature = 0,
        Reasoning = new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full },
    };
    var (grey, plain) = Console.IsOutputRedirected ? ("", "") : ("\u001b[90m", "\u001b[0m");
    var answer = new StringBuilder();
    await foreach (var update in client.GetStreamingResponseAsync(prompt, options))
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent reasoning:
                    Console.Write($"{grey}{reasoning.Text}{plain}");
                    break;
                case TextContent text:
                    Console.Write(text.Text);
                    answer.Append(text.Text);
                    break;
            }
        }
    }

    Console.WriteLine();
    Console.WriteLine(BoxedAnswer.TryExtract(answer.ToString(), out var boxed) ? $"In the box: {boxed}" : "There is no boxed answer.");
    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
