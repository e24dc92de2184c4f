using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.SemanticKernel;

/// <summary>
/// Settings of one request to InternLM3; a null setting takes the model's default. The JSON names are those of Semantic Kernel's
/// own settings and of LMDeploy's API.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class InternLM3PromptExecutionSettings : PromptExecutionSettings
{
    private float? _temperature;
    private float? _topP;
    private int? _topK;
    private float? _minP;
    private float? _repetitionPenalty;
    private float? _frequencyPenalty;
    private float? _presencePenalty;
    private int? _maxTokens;
    private int? _minNewTokens;
    private bool? _ignoreEos;
    private long? _seed;
    private IList<string>? _stopSequences;
    private string? _chatSystemPrompt;
    private string? _reasoningEffort;
    private ReasoningOutput? _reasoningOutput;
    private object? _responseFormat;
    private int? _logprobs;
    private IDictionary<int, float>? _logitBias;

    /// <summary>Divides the logits; 0 is greedy. At least 0.</summary>
    [JsonPropertyName("temperature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Temperature
    {
        get => _temperature;
        set => Set(ref _temperature, value);
    }

    /// <summary>Keeps the smallest set of most likely tokens whose probability reaches this. In (0, 1].</summary>
    [JsonPropertyName("top_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TopP
    {
        get => _topP;
        set => Set(ref _topP, value);
    }

    /// <summary>Keeps this many of the most likely tokens; 0 keeps all.</summary>
    [JsonPropertyName("top_k")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopK
    {
        get => _topK;
        set => Set(ref _topK, value);
    }

    /// <summary>Drops tokens less likely than this fraction of the most likely one. In [0, 1].</summary>
    [JsonPropertyName("min_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? MinP
    {
        get => _minP;
        set => Set(ref _minP, value);
    }

    /// <summary>Divides positive and multiplies negative logits of tokens that already occurred. Above 0; 1 changes nothing.</summary>
    [JsonPropertyName("repetition_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? RepetitionPenalty
    {
        get => _repetitionPenalty;
        set => Set(ref _repetitionPenalty, value);
    }

    /// <summary>Subtracted from a token's logit for each occurrence in the output. In [-2, 2].</summary>
    [JsonPropertyName("frequency_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? FrequencyPenalty
    {
        get => _frequencyPenalty;
        set => Set(ref _frequencyPenalty, value);
    }

    /// <summary>Subtracted once from the logit of each token that occurs in the output. In [-2, 2].</summary>
    [JsonPropertyName("presence_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PresencePenalty
    {
        get => _presencePenalty;
        set => Set(ref _presencePenalty, value);
    }

    /// <summary>The most new tokens; null for the rest of the context.</summary>
    [JsonPropertyName("max_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens
    {
        get => _maxTokens;
        set => Set(ref _maxTokens, value);
    }

    /// <summary>Stop tokens are not chosen before this many new tokens.</summary>
    [JsonPropertyName("min_new_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinNewTokens
    {
        get => _minNewTokens;
        set => Set(ref _minNewTokens, value);
    }

    /// <summary>Whether stop tokens are treated as ordinary tokens.</summary>
    [JsonPropertyName("ignore_eos")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IgnoreEos
    {
        get => _ignoreEos;
        set => Set(ref _ignoreEos, value);
    }

    /// <summary>The seed of the sampler; the same request with the same seed gives the same answer.</summary>
    [JsonPropertyName("seed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed
    {
        get => _seed;
        set => Set(ref _seed, value);
    }

    /// <summary>Strings that end the answer and are not part of it.</summary>
    [JsonPropertyName("stop_sequences")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences
    {
        get => _stopSequences;
        set => Set(ref _stopSequences, value);
    }

    /// <summary>A system prompt in front of the history.</summary>
    [JsonPropertyName("chat_system_prompt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatSystemPrompt
    {
        get => _chatSystemPrompt;
        set => Set(ref _chatSystemPrompt, value);
    }

    /// <summary>
    /// Thinking mode: <c>low</c>, <c>medium</c>, <c>high</c> or <c>xhigh</c> switch it on with a budget of 2,048, 4,096, 8,192 or 16,384
    /// tokens; null or <c>none</c> leaves it off.
    /// </summary>
    /// <exception cref="UnsupportedOptionException">The value is not one of these.</exception>
    [JsonPropertyName("reasoning_effort")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningEffort
    {
        get => _reasoningEffort;
        set => Set(ref _reasoningEffort, value is null or "none" or "low" or "medium" or "high" or "xhigh"
            ? value
            : throw new UnsupportedOptionException(nameof(ReasoningEffort), $"is {value}; give none, low, medium, high or xhigh."));
    }

    /// <summary>
    /// How reasoning is returned in thinking mode: with <see cref="ReasoningOutput.Full"/> as <see cref="ReasoningContent"/> items, with
    /// <see cref="ReasoningOutput.None"/> not at all; with null it is not split from the answer and all is text.
    /// </summary>
    [JsonIgnore]
    public ReasoningOutput? ReasoningOutput
    {
        get => _reasoningOutput;
        set => Set(ref _reasoningOutput, value);
    }

    /// <summary>
    /// The format of the answer, enforced while it is generated: <c>"text"</c>, <c>"json_object"</c>, a JSON schema as a
    /// <see cref="JsonElement"/>, or a <see cref="Type"/>, which becomes its JSON schema.
    /// </summary>
    [JsonPropertyName("response_format")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? ResponseFormat
    {
        get => _responseFormat;
        set => Set(ref _responseFormat, value switch
        {
            Type type => AIJsonUtilities.CreateJsonSchema(type),
            null or "text" or "json_object" or JsonElement { ValueKind: not JsonValueKind.String } => value,
            JsonElement text when text.ValueEquals("text") || text.ValueEquals("json_object") => value,
            _ => throw new UnsupportedOptionException(nameof(ResponseFormat),
                $"is {value}; give \"text\", \"json_object\", a JSON schema or a type."),
        });
    }

    /// <summary>
    /// How many alternatives to report beside each token's log-probability, 0 to 20; the metadata then has <c>logprobs</c>.
    /// </summary>
    [JsonPropertyName("logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Logprobs
    {
        get => _logprobs;
        set => Set(ref _logprobs, value);
    }

    /// <summary>Added to the logits of single tokens; each in [-100, 100].</summary>
    [JsonPropertyName("logit_bias")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IDictionary<int, float>? LogitBias
    {
        get => _logitBias;
        set => Set(ref _logitBias, value);
    }

    /// <summary>
    /// Converts any settings to these; unknown keys stay in the extension data, for which the client throws.
    /// </summary>
    /// <exception cref="UnsupportedOptionException">A value has the wrong type for its key.</exception>
    public static InternLM3PromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? settings)
    {
        if (settings is null or InternLM3PromptExecutionSettings)
        {
            return settings as InternLM3PromptExecutionSettings ?? new InternLM3PromptExecutionSettings();
        }

        var json = JsonSerializer.Serialize(settings, settings.GetType());
        try
        {
            var result = JsonSerializer.Deserialize<InternLM3PromptExecutionSettings>(json)!;
            result.FunctionChoiceBehavior = settings.FunctionChoiceBehavior;
            return result;
        }
        catch (JsonException e)
        {
            // The path of a value is "$." and its key.
            throw new UnsupportedOptionException(
                e.Path?.TrimStart('$', '.') ?? nameof(ExtensionData), "holds a value of another kind than this setting takes.");
        }
    }

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (!IsFrozen)
        {
            base.Freeze();
            _stopSequences = _stopSequences?.AsReadOnly();
            _logitBias = _logitBias?.AsReadOnly();
        }
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone() => new InternLM3PromptExecutionSettings
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        Temperature = Temperature,
        TopP = TopP,
        TopK = TopK,
        MinP = MinP,
        RepetitionPenalty = RepetitionPenalty,
        FrequencyPenalty = FrequencyPenalty,
        PresencePenalty = PresencePenalty,
        MaxTokens = MaxTokens,
        MinNewTokens = MinNewTokens,
        IgnoreEos = IgnoreEos,
        Seed = Seed,
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        ChatSystemPrompt = ChatSystemPrompt,
        ReasoningEffort = ReasoningEffort,
        ReasoningOutput = ReasoningOutput,
        ResponseFormat = ResponseFormat,
        Logprobs = Logprobs,
        LogitBias = LogitBias is null ? null : new Dictionary<int, float>(LogitBias),
    };

    /// <inheritdoc/>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (ReasoningOutput is { } output)
        {
            (options.Reasoning ??= new ReasoningOptions()).Output = output;
        }
    }

    private void Set<T>(ref T field, T value)
    {
        ThrowIfFrozen();
        field = value;
    }
}
