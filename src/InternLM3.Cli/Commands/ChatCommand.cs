using System.CommandLine;
using InternLM3.Chat;
using InternLM3.Cli.Output;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 chat</c>: one answer, or a conversation.</summary>
internal static class ChatCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = ModelSelection.CreateOption();
        var prompt = new Option<string?>("--prompt", "-p") { Description = "Answer this and end; without it, hold a conversation, one line a turn." };
        var system = new Option<string?>("--system") { Description = "The system prompt." };
        var temperature = new Option<float?>("--temperature") { Description = "0 always takes the most likely token." };
        var topP = new Option<float?>("--top-p") { Description = "Keep the most likely tokens up to this probability." };
        var topK = new Option<int?>("--top-k") { Description = "Keep the most likely so many tokens; 0 keeps all." };
        var maxTokens = new Option<int?>("--max-tokens") { Description = "The most tokens of an answer. Default: what is left of the context." };
        var seed = new Option<long?>("--seed") { Description = "The same seed gives the same answer." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object; needs --prompt." };
        var command = new Command("chat", "Holds a conversation.") { model, prompt, system, temperature, topP, topK, maxTokens, seed, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(prompt) is null)
            {
                result.AddError("--json needs --prompt.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ChatOptions
            {
                Instructions = parsed.GetValue(system),
                Temperature = parsed.GetValue(temperature),
                TopP = parsed.GetValue(topP),
                TopK = parsed.GetValue(topK),
                MaxOutputTokens = parsed.GetValue(maxTokens),
                Seed = parsed.GetValue(seed),
                AdditionalProperties = parsed.GetValue(json) ? new() { [ChatOptionKeys.ReturnTokenIds] = true } : null,
            };
            var loaded = await ModelSelection.LoadAsync(parsed.GetValue(model)!, new InternLM3Options(), error, cancellationToken).ConfigureAwait(false);
            using var client = new InternLM3ChatClient(loaded, ownsModel: true);
            var conversation = new Conversation(client, options, output);
            await (parsed.GetValue(prompt) is { } text
                ? parsed.GetValue(json) ? conversation.AnswerAsJsonAsync(text, cancellationToken) : conversation.AnswerAsync(text, cancellationToken)
                : conversation.RunAsync(Console.In, cancellationToken)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
