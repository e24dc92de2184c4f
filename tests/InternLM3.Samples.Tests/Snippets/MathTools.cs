using InternLM3;
using InternLM3.Mathematics;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace ReadmeSnippets;

internal static class MathTools
{
    public static async Task RunAsync()
    {
        // <snippet>
        using IChatClient client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Temperature = 0, Tools = [.. new MathPlugin().AsAITools("calculator")] };
        Console.WriteLine(await client.GetResponseAsync("What is (12 + 30) * 7?", options));
        // </snippet>
    }
}
