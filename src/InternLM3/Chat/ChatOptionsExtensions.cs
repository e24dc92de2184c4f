using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Sets the options of <see cref="ChatOptionKeys"/> with their types; each returns the options it was given.</summary>
public static class ChatOptionsExtensions
{
    /// <summary>Drops tokens less likely than this fraction of the most likely one. In [0, 1].</summary>
    public static ChatOptions WithMinP(this ChatOptions options, float value) => options.With(ChatOptionKeys.MinP, value);

    /// <summary>Divides positive and multiplies negative logits of tokens already there. Above 0; 1 changes nothing.</summary>
    public static ChatOptions WithRepetitionPenalty(this ChatOptions options, float value) =>
        options.With(ChatOptionKeys.RepetitionPenalty, value);

    /// <summary>Stop tokens are not chosen before this many tokens.</summary>
    public static ChatOptions WithMinNewTokens(this ChatOptions options, int value) => options.With(ChatOptionKeys.MinNewTokens, value);

    /// <summary>Makes stop tokens ordinary tokens.</summary>
    public static ChatOptions WithIgnoreEos(this ChatOptions options, bool value = true) => options.With(ChatOptionKeys.IgnoreEos, value);

    /// <summary>Adds to the logits of single tokens; each in [-100, 100].</summary>
    public static ChatOptions WithLogitBias(this ChatOptions options, IReadOnlyDictionary<int, float> value) =>
        options.With(ChatOptionKeys.LogitBias, value);

    /// <summary>Reports log-probabilities, with so many alternatives beside each; 0 to 20.</summary>
    public static ChatOptions WithLogprobs(this ChatOptions options, int alternatives = 0) =>
        options.With(ChatOptionKeys.Logprobs, alternatives);

    /// <summary>Makes the whole answer match a regular expression.</summary>
    public static ChatOptions WithRegex(this ChatOptions options, string pattern) => options.With(ChatOptionKeys.Regex, pattern);

    /// <summary>Reports the ids of the prompt and of the answer.</summary>
    public static ChatOptions WithTokenIds(this ChatOptions options, bool value = true) =>
        options.With(ChatOptionKeys.ReturnTokenIds, value);

    /// <summary>Holds arguments of calls to the functions' schemas while they are generated, or leaves them free.</summary>
    public static ChatOptions WithConstrainedToolArguments(this ChatOptions options, bool value) =>
        options.With(ChatOptionKeys.ConstrainToolArguments, value);

    private static ChatOptions With(this ChatOptions options, string key, object value)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[key] = value;
        return options;
    }
}
