using InternLM3.Constraints;
using InternLM3.Generation;
using InternLM3.Output;
using InternLM3.Sampling;
using InternLM3.Thinking;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>One chat request as the engine runs it, with how its output is read.</summary>
/// <param name="Generation">The engine's request; where there are two phases, that of the thinking.</param>
/// <param name="Output">How the answer is read.</param>
/// <param name="ReturnTokenIds">Whether the caller wants the token ids.</param>
/// <param name="Answer">The second phase, an answer in a format after thinking; null when there is one phase.</param>
internal sealed record ChatRequest(GenerationRequest Generation, OutputOptions Output, bool ReturnTokenIds, ReasonedAnswer? Answer)
{
    /// <summary>Renders and encodes a conversation and maps its options; what cannot be honoured is refused by name.</summary>
    /// <exception cref="UnsupportedOptionException">An option or content is not supported.</exception>
    /// <exception cref="Constraints.SchemaException">A schema uses what cannot be enforced.</exception>
    public static ChatRequest Create(IReadOnlyList<ChatMessage> messages, ChatOptions? options, ChatModel model, ChatContext context)
    {
        options ??= new ChatOptions();
        ChatOptionsCheck.Validate(options, model.Id, context.Policy);
        var extra = new AdditionalOptions(options.AdditionalProperties);
        var thinking = ThinkingOptions.From(options.Reasoning);
        var functions = ToolCheck.Functions(options.ToolMode is NoneChatToolMode ? [] : options.Tools, model.Tokenizer.Special);
        var prompt = new ChatTemplate(model.Tokenizer.Special, context.Options.DefaultSystemPrompt, context.Options.ThinkingPromptPlacement)
            .Render(messages, options.Instructions, functions, thinking.Budget is { } budget ? ThinkingPrompt.Create(budget) : null)
            .Encode(model.Tokenizer, model.Replies);

        var pattern = extra.Text(ChatOptionKeys.Regex);
        OptionPolicy.Refuse(
            pattern is not null && options.ResponseFormat is ChatResponseFormatJson,
            $"AdditionalProperties[\"{ChatOptionKeys.Regex}\"]", "cannot be given together with a response format of JSON.");
        var format = pattern is null ? model.Constraints.ForFormat(options.ResponseFormat) : model.Constraints.ForRegex(pattern);
        var answer = format is not null && thinking.Budget is not null ? new ReasonedAnswer(format, options.MaxOutputTokens) : null;
        var constrainArguments = extra.Boolean(ChatOptionKeys.ConstrainToolArguments) ?? true;
        var constraint = Constrain(options, functions, answer is null ? format : null, constrainArguments, model);
        var ignoreEos = extra.Boolean(ChatOptionKeys.IgnoreEos) ?? false;
        OptionPolicy.Refuse(
            ignoreEos && (format ?? constraint) is not null,
            $"AdditionalProperties[\"{ChatOptionKeys.IgnoreEos}\"]",
            "cannot be true together with a response format or tools, whose answers end by themselves.");

        var thinkingTokens = answer?.MaxThinkingTokens(thinking.Budget!.Value, model.ContextLength - prompt.Length);
        var generation = new GenerationRequest
        {
            Prompt = prompt,
            StopTokens = model.StopTokens,
            MaxNewTokens = thinkingTokens ?? options.MaxOutputTokens ?? thinking.Budget,
            Seed = options.Seed,
            MinNewTokens = extra.Integer(ChatOptionKeys.MinNewTokens) ?? 0,
            IgnoreEos = ignoreEos,
            Logprobs = extra.Integer(ChatOptionKeys.Logprobs),
            Constraint = constraint,
            Sampling = Sample(options, extra, BaseSampling(options, context.Client, model.DefaultSampling, context.Policy)),
        };
        var output = new OutputOptions
        {
            StopStrings = [.. options.StopSequences ?? []],
            Reasoning = thinking.Mode,
            FindCalls = functions.Count > 0,
            SingleCall = options.AllowMultipleToolCalls == false,
        };
        var request = new ChatRequest(generation, output, extra.Boolean(ChatOptionKeys.ReturnTokenIds) ?? false, answer);
        extra.FinishReading(context.Policy);
        return request;
    }

    private static ITokenConstraint? Constrain(
        ChatOptions options, IReadOnlyList<AIFunctionDeclaration> functions, ITokenConstraint? format, bool arguments, ChatModel model)
    {
        var required = options.ToolMode as RequiredChatToolMode;
        if (functions.Count == 0 || (required is null && format is null && !arguments))
        {
            return format;
        }

        if (required?.RequiredFunctionName is { } name)
        {
            functions = [.. functions.Where(function => function.Name == name)];
            OptionPolicy.Refuse(
                functions.Count == 0, nameof(options.ToolMode), $"requires the function \"{name}\", which is not among the tools.");
        }

        return model.Constraints.ForCalls(functions, format, required is not null, options.AllowMultipleToolCalls == true);
    }

    /// <summary>Returns the sampling of the caller's raw representation, or the model's own.</summary>
    private static SamplingOptions BaseSampling(ChatOptions options, IChatClient client, SamplingOptions modelDefault, OptionPolicy policy)
    {
        var raw = options.RawRepresentationFactory?.Invoke(client);
        policy.LeaveOut(
            raw is not (null or SamplingOptions),
            nameof(options.RawRepresentationFactory),
            $"gave a {raw?.GetType().Name}; this client takes {nameof(SamplingOptions)}, on top of which the other options are set.");
        return raw as SamplingOptions ?? modelDefault;
    }

    private static SamplingOptions Sample(ChatOptions options, AdditionalOptions extra, SamplingOptions defaults) => defaults with
    {
        Temperature = options.Temperature ?? defaults.Temperature,
        TopP = options.TopP ?? defaults.TopP,
        TopK = options.TopK ?? defaults.TopK,
        MinP = extra.Number(ChatOptionKeys.MinP) ?? defaults.MinP,
        RepetitionPenalty = extra.Number(ChatOptionKeys.RepetitionPenalty) ?? defaults.RepetitionPenalty,
        FrequencyPenalty = options.FrequencyPenalty ?? defaults.FrequencyPenalty,
        PresencePenalty = options.PresencePenalty ?? defaults.PresencePenalty,
        LogitBias = extra.Biases(ChatOptionKeys.LogitBias) ?? defaults.LogitBias,
    };
}
