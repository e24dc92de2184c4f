using InternLM3;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace ReadmeSnippets;

internal static class ChatClient
{
    public static async Task RunAsync()
    {
        // <snippet>
        using IChatClient client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        var response = await client.GetResponseAsync("Who are you?", new ChatOptions { Temperature = 0 });
        Console.WriteLine($"{response.Text} ({response.FinishReason}, {response.Usage?.OutputTokenCount} tokens)");
        // </snippet>
    }
}
