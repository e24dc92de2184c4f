using InternLM3;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace ReadmeSnippets;

internal static class ThinkingChat
{
    public static async Task RunAsync()
    {
        // <snippet>
        using IChatClient client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        var options = new ChatOptions
        {
            Temperature = 0,
            Reasoning = new() { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Full },
        };
        var response = await client.GetResponseAsync("Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?", options);
        foreach (var reasoning in response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>())
        {
            Console.WriteLine($"Reasoning: {reasoning.Text}");
        }

        Console.WriteLine($"Answer: {response.Text}");
        // </snippet>
    }
}
