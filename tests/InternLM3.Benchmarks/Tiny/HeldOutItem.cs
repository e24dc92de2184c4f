using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tiny;

/// <summary>One item of InternLM3-Tiny's held-out evaluation: a conversation up to an answer, and how the answer is judged.</summary>
/// <param name="Ability">What it asks for.</param>
/// <param name="Messages">The conversation, its system prompt first.</param>
/// <param name="Options">Functions on offer, thinking, a response format; greedy.</param>
/// <param name="Expected">What <see cref="Judge"/> looks for.</param>
internal sealed record HeldOutItem(string Ability, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, JsonElement Expected)
{
    // The longest right answer has about 250 tokens; an answer that does not end is wrong.
    private const int LongestAnswer = 500;

    /// <summary>Reads the items that come with the program, at most so many of each ability.</summary>
    public static HeldOutItem[] ReadAll(int limit = int.MaxValue)
    {
        using var stream = typeof(HeldOutItem).Assembly.GetManifestResourceStream("InternLM3.Benchmarks.Tiny.heldout.jsonl.gz")!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(JsonElement.Parse(line)))
            .GroupBy(item => item.Ability).SelectMany(items => items.Take(limit))];
    }

    private static HeldOutItem Read(JsonElement item)
    {
        var messages = new List<ChatMessage>();
        if (item.TryGetProperty("system", out var system))
        {
            messages.Add(new ChatMessage(ChatRole.System, system.GetString()));
        }

        var pending = new Queue<string>();
        messages.AddRange(item.GetProperty("messages").EnumerateArray().Select(message => Message(message, pending)));
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = LongestAnswer,
            AllowMultipleToolCalls = true,
            Tools = item.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(Declare)] : null,
            Reasoning = item.TryGetProperty("thinking", out _) ? new() { Effort = ReasoningEffort.High } : null,
            ResponseFormat = item.TryGetProperty("format", out _) ? ChatResponseFormat.Json : null,
        };
        return new HeldOutItem(item.GetProperty("ability").GetString()!, messages, options, item.GetProperty("expect"));
    }

    /// <summary>A message; the ids of its calls wait for their results.</summary>
    private static ChatMessage Message(JsonElement message, Queue<string> pending)
    {
        var text = message.TryGetProperty("text", out var value) ? value.GetString() : "";
        switch (message.GetProperty("role").GetString())
        {
            case "tool":
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(pending.Dequeue(), text)]);
            case "assistant" when message.TryGetProperty("calls", out var calls):
                return new ChatMessage(ChatRole.Assistant, [.. calls.EnumerateArray().Select(call => Call(call, pending))]);
            case var role:
                return new ChatMessage(role == "user" ? ChatRole.User : ChatRole.Assistant, text);
        }
    }

    private static FunctionCallContent Call(JsonElement call, Queue<string> pending)
    {
        var id = $"call_{Guid.NewGuid():N}";
        pending.Enqueue(id);
        var arguments = call.GetProperty("arguments").EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return new FunctionCallContent(id, call.GetProperty("name").GetString()!, arguments);
    }

    private static AITool Declare(JsonElement tool) => AIFunctionFactory.CreateDeclaration(
        tool.GetProperty("name").GetString()!, tool.GetProperty("description").GetString(), tool.GetProperty("parameters"));
}
