namespace InternLM3.Chat;

/// <summary>
/// The keys of <see cref="Microsoft.Extensions.AI.ChatOptions.AdditionalProperties"/> this client understands; any other is handled as
/// <see cref="InternLM3ChatOptions.UnsupportedOptions"/> says. Numbers may also come as JSON numbers or strings.
/// </summary>
public static class ChatOptionKeys
{
    /// <summary>Drops tokens less likely than this fraction of the most likely one; a number in [0, 1].</summary>
    public const string MinP = "min_p";

    /// <summary>Divides positive and multiplies negative logits of tokens already there; a number above 0.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <summary>Stop tokens are not chosen before this many tokens; a whole number.</summary>
    public const string MinNewTokens = "min_new_tokens";

    /// <summary>Whether stop tokens are ordinary tokens; true or false.</summary>
    public const string IgnoreEos = "ignore_eos";

    /// <summary>
    /// Added to the logits of single tokens: a dictionary from token id to a number in [-100, 100], or such a JSON object.
    /// </summary>
    public const string LogitBias = "logit_bias";

    /// <summary>
    /// How many alternatives to report beside each token's log-probability, 0 to 20; 0 reports the token alone. In a response: the
    /// answer's tokens as a list of <see cref="OutputLogprob"/>, in the additional properties of the last update.
    /// </summary>
    public const string Logprobs = "logprobs";

    /// <summary>
    /// In an update of a stream, when <see cref="Logprobs"/> was asked for: the tokens since the update before, as a list of
    /// <see cref="OutputLogprob"/>.
    /// </summary>
    public const string LogprobsDelta = "logprobs_delta";

    /// <summary>
    /// A regular expression the whole answer matches, enforced while it is generated; a string. Not together with a ResponseFormat.
    /// </summary>
    public const string Regex = "regex_schema";

    /// <summary>
    /// Whether the arguments of a call are held to the function's schema while they are generated, in ToolMode Auto too; true or false.
    /// Default true.
    /// </summary>
    public const string ConstrainToolArguments = "constrain_tool_arguments";

    /// <summary>
    /// Whether the last update carries <see cref="PromptTokenIds"/> and <see cref="TokenIds"/> in its additional properties; true or false.
    /// </summary>
    public const string ReturnTokenIds = "return_token_ids";

    /// <summary>In a response: the prompt's token ids, an <c>int[]</c>.</summary>
    public const string PromptTokenIds = "prompt_token_ids";

    /// <summary>In a response: the output's token ids, an <c>int[]</c>.</summary>
    public const string TokenIds = "token_ids";
}
