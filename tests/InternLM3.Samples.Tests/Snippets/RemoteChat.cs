using InternLM3.Remote;
using InternLM3.Tiny;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace ReadmeSnippets;

internal static class RemoteChat
{
    public static async Task RunAsync()
    {
        // <snippet>
        // A server to ask, in this process so that the sample runs by itself: InternLM3.AspNetCore with InternLM3-Tiny.
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddInternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        builder.Services.AddInternLM3WarmUp(InternLM3Tiny.CheckpointPath);
        await using var app = builder.Build();
        app.MapInternLM3OpenAI();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        var server = new Uri($"{app.Urls.First()}/v1");   // yours: new Uri("http://host:23333/v1")

        // With Microsoft.Extensions.AI.
        using IChatClient client = new InternLM3RemoteChatClient(server);
        Console.WriteLine(await client.GetResponseAsync("Who are you?", new ChatOptions { Temperature = 0 }));

        // With Semantic Kernel.
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(server).Build();
        Console.WriteLine(await kernel.InvokePromptAsync("Please tell me five scenic spots in Shanghai"));
        await app.StopAsync();
        // </snippet>
    }
}
