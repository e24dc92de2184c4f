using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Capabilities;

/// <summary>A feature and the request that shows it.</summary>
/// <param name="Feature">What a reader calls it.</param>
/// <param name="TryAsync">Asks for it, and checks the answer: an exception of the library is its way to say no.</param>
public sealed record Capability(string Feature, Func<IChatClient, CancellationToken, Task> TryAsync)
{
    /// <summary>Shown by one request.</summary>
    /// <param name="feature">What a reader calls it.</param>
    /// <param name="message">The user's message.</param>
    /// <param name="options">The options that ask for it.</param>
    /// <param name="isThere">Whether the response has it.</param>
    public static Capability Of(string feature, ChatMessage message, ChatOptions options, Predicate<ChatResponse> isThere) => new(feature, async (client, cancellation) =>
    {
        options.Temperature ??= 0;
        options.MaxOutputTokens ??= 40;
        Assert.True(isThere(await client.GetResponseAsync(message, options, cancellation)), $"{feature}: accepted, and not there.");
    });

    /// <summary>Shown by one question.</summary>
    public static Capability Of(string feature, string question, ChatOptions options, Predicate<ChatResponse> isThere) =>
        Of(feature, new ChatMessage(ChatRole.User, question), options, isThere);
}
