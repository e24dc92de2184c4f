using System.Net.Http.Json;
using InternLM3.Tiny;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ReadmeSnippets;

internal static class OpenAIServer
{
    public static async Task RunAsync()
    {
        // <snippet>
        var modelPath = InternLM3Tiny.CheckpointPath;   // or the folder of your InternLM3 checkpoint
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddInternLM3ChatClient(modelPath);
        builder.Services.AddInternLM3WarmUp(modelPath);   // loaded when the application has started
        await using var app = builder.Build();
        app.MapInternLM3OpenAI();
        app.Urls.Add("http://127.0.0.1:0");   // any free port
        await app.StartAsync();

        // Any OpenAI client can ask; here a plain HttpClient does.
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var request = new { messages = new[] { new { role = "user", content = "Who are you?" } }, temperature = 0 };
        using var answer = await http.PostAsJsonAsync("v1/chat/completions", request);
        Console.WriteLine(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        await app.StopAsync();   // a server that stays calls app.Run() instead of StartAsync, and asks nothing
        // </snippet>
    }
}
