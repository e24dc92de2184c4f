using InternLM3.Tiny;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ReadmeSnippets;

internal static class SemanticKernelChat
{
    public static async Task RunAsync()
    {
        // <snippet>
        var modelPath = InternLM3Tiny.CheckpointPath;   // or the folder of your InternLM3 checkpoint
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(modelPath).Build();
        var chat = kernel.GetRequiredService<IChatCompletionService>();

        var history = new ChatHistory();
        history.AddUserMessage("Please tell me five scenic spots in Shanghai");
        await foreach (var piece in chat.GetStreamingChatMessageContentsAsync(history))
        {
            Console.Write(piece.Content);
        }
        // </snippet>
    }
}
